import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'

const CIPHER = 'aes-256-gcm'
const FORMAT = 1
const NONCE_BYTES = 12
const TAG_BYTES = 16
const HEADER_BYTES = 3

/** A key and the number under which the table `keys` has it; every hash and every sealed value names it. */
export interface NumberedKey {
  readonly id: number
  readonly key: Buffer
}

/** Format, key number (2 bytes), nonce, tag, ciphertext; format and key number are authenticated too. */
export function sealBytes({ id, key }: NumberedKey, plain: Buffer): Buffer {
  const header = Buffer.from([FORMAT, id >> 8, id & 0xff])
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(header)
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([header, nonce, cipher.getAuthTag(), sealed])
}

/** Throws if the value was not sealed with this key, or was changed since. */
export function unsealBytes({ id, key }: NumberedKey, sealed: Buffer): Buffer {
  if (sealed[0] !== FORMAT || keyIdOf(sealed) !== id) throw new Error('The sealed value names another key.')
  const tagAt = HEADER_BYTES + NONCE_BYTES
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(HEADER_BYTES, tagAt), { authTagLength: TAG_BYTES })
  decipher.setAAD(sealed.subarray(0, HEADER_BYTES)).setAuthTag(sealed.subarray(tagAt, tagAt + TAG_BYTES))
  return Buffer.concat([decipher.update(sealed.subarray(tagAt + TAG_BYTES)), decipher.final()])
}

export function seal(key: NumberedKey, value: object): Buffer {
  return sealBytes(key, Buffer.from(JSON.stringify(value)))
}

/** The object as it was, of a shape that the caller checks. */
export function unseal(key: NumberedKey, sealed: Buffer): unknown {
  return JSON.parse(unsealBytes(key, sealed).toString())
}

export function keyIdOf(sealed: Buffer): number {
  return sealed.readUInt16BE(1)
}

/** `<key number>.<HMAC-SHA256 in base64url>`: tells equal values, and nobody without the key anything else. */
export type Hasher = (text: string) => string

export function createHasher({ id, key }: NumberedKey): Hasher {
  return (text) => `${id}.${createHmac('sha256', key).update(text).digest('base64url')}`
}
