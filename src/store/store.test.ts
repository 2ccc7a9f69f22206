import { randomBytes } from 'node:crypto'
import { createServer } from 'node:net'
import { sql } from 'kysely'
import pg from 'pg'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { createEmptyDatabase, createTestDatabase } from '../../test/database.ts'
import { refuseOldMajor } from './check-server.ts'
import { StartError } from './start-error.ts'
import { openStore } from './store.ts'

async function emptyDatabase(): Promise<string> {
  const { url, drop } = await createEmptyDatabase()
  onTestFinished(drop)
  return url
}

async function refusal(url: string): Promise<StartError> {
  const error = await openStore({ url }).then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof StartError) return error
  throw new Error(`no StartError but ${String(error)}`)
}

function server(changes: Partial<URL>): string {
  return Object.assign(new URL(inject('postgresUrl')), changes).href
}

describe('opening the store', () => {
  test('[S1] makes the tables in an empty database, once, even if several servers start together', async () => {
    const url = await emptyDatabase()

    const stores = await Promise.all([1, 2, 3].map(() => openStore({ url })))

    const [store] = stores
    expect(await store?.db.selectFrom('systems').selectAll().execute()).toEqual([])
    const again = await openStore({ url })
    await Promise.all([...stores, again].map((each) => each.close()))
  })

  test('[S2] keeps bigint exact, as text, and reads sums and averages as numbers', async () => {
    const { store, drop } = await createTestDatabase()
    onTestFinished(drop)

    const row = await sql`select 9007199254740993::bigint as id, 1.5::numeric as average`.execute(store.db)

    expect(row.rows).toEqual([{ id: '9007199254740993', average: 1.5 }])
  })

  test('[S3] says that nothing answers', async () => {
    const closed = createServer()
    await new Promise<void>((done) => closed.listen(0, '127.0.0.1', done))
    const address = closed.address()
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0
    await new Promise((done) => closed.close(done))

    const { message, hint } = await refusal(`postgres://user:secret@127.0.0.1:${port}/crosstie`)

    expect(message).toBe(
      `The database at 127.0.0.1:${port}/crosstie cannot be reached: connect ECONNREFUSED 127.0.0.1:${port}.`,
    )
    expect(hint).toContain('DATABASE_URL')
  })

  test('[S3] says that we were refused, without showing the password', async () => {
    const role = `crosstie_test_${randomBytes(6).toString('hex')}`
    const admin = new pg.Client({ connectionString: inject('postgresUrl') })
    await admin.connect()
    await admin.query(`create role ${role} nologin`)
    onTestFinished(() => admin.query(`drop role ${role}`).then(() => admin.end()))

    const { message, hint } = await refusal(server({ username: role, password: 'a-wrong-password' }))

    expect(message).toMatch(/^The database at .* refused to let us in: /)
    expect(message).not.toContain('a-wrong-password')
    expect(hint).toContain('password')
  })

  test('[S3] says that there is no such database', async () => {
    const { message } = await refusal(server({ pathname: '/crosstie_nowhere' }))

    expect(message).toMatch(/^There is no such database at .*\/crosstie_nowhere\.$/)
  })

  test('[S3] refuses a PostgreSQL that is too old', () => {
    expect(() => refuseOldMajor(15)).not.toThrow()
    expect(() => refuseOldMajor(14)).toThrow('The database is PostgreSQL 14; Crosstie needs PostgreSQL 15 or newer.')
  })

  test('[S4] refuses a database that a newer Crosstie has used, and leaves it alone', async () => {
    const url = await emptyDatabase()
    const store = await openStore({ url })
    await sql`insert into migrations (name, timestamp) values ('9999-later', '')`.execute(store.db)
    await store.close()

    const { message, hint } = await refusal(url)

    expect(message).toBe('The database was used by a newer Crosstie (it has 9999-later).')
    expect(hint).toContain('back-up')
  })

  test('[S4] says when the tables cannot be made, and makes none of them', async () => {
    const url = await emptyDatabase()
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query('create table attention (id int)')

    const { message } = await refusal(url)

    expect(message).toContain('could not be brought up to date (0001-foundation): relation "attention" already exists')
    const tables = await client.query("select tablename from pg_tables where tablename in ('keys', 'systems')")
    expect(tables.rows).toEqual([])
    await client.end()
  })
})
