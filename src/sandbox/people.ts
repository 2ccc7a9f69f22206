/**
 * The team on both sides of the sandbox: Jira users and Salesforce users share these names and addresses, so that
 * matching people by e-mail has something real to match. The order is part of the seed: append, never reorder.
 */
export const people: readonly { name: string; email: string }[] = [
  { name: 'Amara Okafor', email: 'amara.okafor@acme.example' },
  { name: 'Björn Lindqvist', email: 'bjorn.lindqvist@acme.example' },
  { name: 'Chiara Benedetti', email: 'chiara.benedetti@acme.example' },
  { name: 'Daichi Watanabe', email: 'daichi.watanabe@acme.example' },
  { name: 'Elena Petrova', email: 'elena.petrova@acme.example' },
  { name: 'Farid Haddad', email: 'farid.haddad@acme.example' },
  { name: 'Gabriela Núñez', email: 'gabriela.nunez@acme.example' },
  { name: 'Liam O’Sullivan', email: 'liam.osullivan@acme.example' },
]
