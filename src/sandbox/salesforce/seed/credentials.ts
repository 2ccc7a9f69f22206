import { people } from '../../people.ts'
import type { Random } from '../random.ts'
import type { SalesforceCredentials } from '../sign-in.ts'

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** The keys of the connected app and of two users; they open nothing but this sandbox. */
export function createCredentials(random: Random): SalesforceCredentials {
  const letters = (count: number) => Array.from({ length: count }, () => random.pick([...LETTERS])).join('')
  return {
    clientId: `3MVG9${letters(80)}`,
    clientSecret: letters(64),
    username: 'integration@acme.example',
    password: `sandbox-${letters(12)}`,
    person: { username: people[0]?.email ?? '', password: `sandbox-${letters(12)}` },
  }
}
