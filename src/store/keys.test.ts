import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { createTestDatabase } from '../../test/database.ts'
import { openKeys } from './keys.ts'
import { loadMasterKey } from './master-key.ts'
import { createHasher, seal, unseal } from './secrets.ts'

const { store, drop } = await createTestDatabase()
const { db } = store
const scratch = await mkdtemp(join(tmpdir(), 'crosstie-keys-'))
const at = new Date('2026-11-23T12:00:00Z')
const masterKey = Buffer.alloc(32, 1)

afterEach(() => db.deleteFrom('keys').execute())
afterAll(async () => {
  await drop()
  await rm(scratch, { recursive: true })
})

describe('the master key', () => {
  test('[S40] is made at the first start, in a file that only its owner can read, and is the same later', async () => {
    const dataDir = join(scratch, 'data')
    const first = await loadMasterKey({ environmentValue: undefined, dataDir })
    const second = await loadMasterKey({ environmentValue: undefined, dataDir })

    expect(first).toHaveLength(32)
    expect(second).toEqual(first)
    expect((await stat(join(dataDir, 'crosstie.key'))).mode & 0o777).toBe(0o600)
    expect(await readFile(join(dataDir, 'crosstie.key'), 'utf8')).toBe(`${first.toString('base64')}\n`)
  })

  test('[S40] comes from the environment where it is set there', async () => {
    const environmentValue = masterKey.toString('base64')

    expect(await loadMasterKey({ environmentValue, dataDir: '/nowhere' })).toEqual(masterKey)
  })

  test('[S40] is refused if it is not one', async () => {
    const attempt = loadMasterKey({ environmentValue: 'password', dataDir: scratch })

    await expect(attempt).rejects.toThrow('CROSSTIE_KEY does not hold a key')
  })
})

describe('sealed values', () => {
  test('[S41] can be opened after a restart, and are another text each time', async () => {
    const before = await openKeys(db, masterKey, at)
    const [sealed, again] = [before.seal({ token: 's3cret' }), before.seal({ token: 's3cret' })]

    const after = await openKeys(db, masterKey, at)

    expect(after.unseal(sealed)).toEqual({ token: 's3cret' })
    expect(sealed).not.toEqual(again)
    expect(sealed.toString('latin1')).not.toContain('s3cret')
  })

  test('[S41] cannot be opened once a bit of them was changed, header included', () => {
    const key = { id: 2, key: masterKey }
    const sealed = seal(key, { token: 's3cret' })

    for (const index of sealed.keys()) {
      const changed = Buffer.from(sealed)
      changed.writeUInt8(sealed.readUInt8(index) ^ 1, index)
      expect(() => unseal(key, changed), `byte ${index}`).toThrow(/another key|unable to authenticate/)
    }
  })

  test('[S42] another master key is refused with what to do', async () => {
    await openKeys(db, masterKey, at)

    const attempt = openKeys(db, Buffer.alloc(32, 2), at)

    await expect(attempt).rejects.toThrow('The key does not fit this database')
  })
})

describe('hashes', () => {
  test('[S43] are keyed, name their key, and are the same after a restart', async () => {
    const before = await openKeys(db, masterKey, at)
    const after = await openKeys(db, masterKey, at)

    expect(after.hash('Printer on fire')).toBe(before.hash('Printer on fire'))
    expect(before.hash('Printer on fire')).toMatch(/^1\.[\w-]{43}$/)
  })

  test('[S43] are HMAC-SHA256, as the second test case of RFC 4231 has it', () => {
    const hash = createHasher({ id: 7, key: Buffer.from('Jefe') })

    expect(hash('what do ya want for nothing?')).toBe('7.W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM')
  })

  test('[S43] can be compared with one made by an older key', async () => {
    const before = await openKeys(db, masterKey, at)
    const old = before.hash('Printer on fire')
    await db
      .insertInto('keys')
      .columns(['id', 'purpose', 'sealed', 'created_at'])
      .expression(
        db
          .selectFrom('keys')
          .select(({ lit }) => [lit(3).as('id'), 'purpose', 'sealed', 'created_at'])
          .where('id', '=', 1),
      )
      .execute()

    const after = await openKeys(db, masterKey, at)

    expect(after.hash('Printer on fire')).toMatch(/^3\./)
    expect(after.hashLike(old, 'Printer on fire')).toBe(old)
    expect(after.hashLike('9.unknown', 'Printer on fire')).toBe(after.hash('Printer on fire'))
  })
})
