/** What people call the kinds of failures. */
export const failureNames: Readonly<Record<string, string>> = {
  connectivity: 'The system did not answer',
  limit: 'A quota is used up',
  auth: 'Sign-in was refused',
  rejection: 'The system refused the record',
  mapping: 'No valid value could be built',
  busy: 'The record was in use',
  conflict: 'Both sides changed',
  copy: 'A copied record',
  ambiguous: 'Several records match',
  crash: 'Crosstie stopped at this record',
}
