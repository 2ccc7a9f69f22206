import { hash, verify } from '@node-rs/argon2'

/** argon2id with the library's defaults: 19 MiB, 2 passes, as OWASP's password storage sheet asks at least. */
export async function hashPassword(password: string): Promise<string> {
  return hash(password)
}

/** Takes as long for an unknown person as for a known one, so that timing tells nobody's address. */
export async function isPassword(password: string, passwordHash: string | undefined): Promise<boolean> {
  const matches = await verify(passwordHash ?? unknownPersonHash, password)
  return matches && passwordHash !== undefined
}

/** Of a text that opens nothing. */
const unknownPersonHash =
  '$argon2id$v=19$m=19456,t=2,p=1$0RkSk0wgnXyBk7U12p+JwA$nrHlsi2PC16zezgqd8xEhHX2wgKU4AKsfTz+m44cmvI'
