import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { findBinaries } from './embedded-binaries.ts'
import { connectEmbedded, startEmbedded } from './embedded-postgres.ts'
import { StartError } from './start-error.ts'

const scratch = await mkdtemp(join(tmpdir(), 'crosstie-embedded-'))
afterAll(() => rm(scratch, { recursive: true, force: true }))

const dataDir = join(scratch, 'data')
const start = (dir = dataDir) => startEmbedded({ dataDir: dir, durable: false })

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

/** A Crosstie of its own process, that counts what it has committed. */
async function startCounting(dir: string): Promise<{ parent: ChildProcess; counted: () => number }> {
  const program = `
    import pg from ${JSON.stringify(import.meta.resolve('pg'))}
    import { startEmbedded } from ${JSON.stringify(import.meta.resolve('./embedded-postgres.ts'))}
    process.on('SIGINT', () => console.log('interrupted'))
    const { url } = await startEmbedded({ dataDir: ${JSON.stringify(dir)} })
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query('create table if not exists counted (n int)')
    for (let n = 1; ; n++) {
      await client.query('insert into counted values (' + n + ')')
      console.log(n)
    }`
  const parent = spawn(process.execPath, ['--input-type=module', '-e', program], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let last = 0
  createInterface(parent.stdout).on('line', (line) => (last = Number(line) || last))
  await vi.waitFor(() => expect(last).toBeGreaterThan(20), 30_000)
  return { parent, counted: () => last }
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  await once(child, 'close')
}

async function postmasterPid(dir: string): Promise<number> {
  return Number((await readFile(join(dir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0])
}

async function refusal(attempt: Promise<unknown>): Promise<StartError> {
  const error = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof StartError) return error
  throw new Error(`no StartError but ${String(error)}`)
}

test('[S10] makes a database at the first start, and has its data after a stop', async () => {
  const first = await start()
  await query(first.url, 'create table kept (n int)')
  await first.stop()

  const second = await start()

  expect(await query(second.url, 'select * from kept')).toEqual([])
  await second.stop()
})

test('[S11] lets only this machine in, with the password, which only its owner can read', async () => {
  const { url, stop } = await start()

  expect(await query(url, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }])
  await expect(query(Object.assign(new URL(url), { password: 'wrong' }).href, 'select 1')).rejects.toThrow('password')
  expect((await stat(join(dataDir, 'postgres-password'))).mode & 0o777).toBe(0o600)
  expect(await readFile(join(dataDir, 'postgres-password'), 'utf8')).toBe(new URL(url).password)
  await stop()
})

test.runIf(process.getuid?.() === 0)(
  '[S11] does not run as root, and passes closed directories all the same',
  async () => {
    const closed = join(scratch, 'closed')
    await mkdir(closed, { mode: 0o700 })

    const { stop } = await start(join(closed, 'data'))

    const status = await readFile(`/proc/${await postmasterPid(join(closed, 'data'))}/status`, 'utf8')
    expect(status).not.toMatch(/^Uid:\t0/m)
    await stop()
  },
)

test('[S12] after kill -9 of Crosstie nothing committed is lost, and its database is taken over as it runs', async () => {
  const dir = join(scratch, 'killed')
  const { parent, counted } = await startCounting(dir)
  const pid = await postmasterPid(dir)

  await kill(parent)
  const { url, stop } = await startEmbedded({ dataDir: dir })

  expect(await postmasterPid(dir)).toBe(pid)
  const [row] = await query(url, 'select max(n) as n from counted')
  expect(row).toEqual({ n: expect.toSatisfy((n: number) => n >= counted()) })
  await stop()
})

test('[S12] after kill -9 of the database too nothing committed is lost', async () => {
  const dir = join(scratch, 'killed')
  const { parent, counted } = await startCounting(dir)

  process.kill(await postmasterPid(dir), 'SIGKILL')
  await kill(parent)
  const { url, stop } = await startEmbedded({ dataDir: dir })

  const [row] = await query(url, 'select max(n) as n from counted')
  expect(row).toEqual({ n: expect.toSatisfy((n: number) => n >= counted()) })
  await stop()
})

test('[S12] a program that has the number of the database that was killed does not keep the next one from starting', async () => {
  await (await start()).stop()
  const { uid, gid } = await stat(join(dataDir, 'postgres'))
  const other = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)'], { uid, gid, cwd: '/' })
  await writeFile(join(dataDir, 'postgres', 'postmaster.pid'), `${other.pid}\n${dataDir}\n1\n1\n\n127.0.0.1\n\nready\n`)

  const { url, stop } = await start()

  expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }])
  await stop()
  await kill(other)
})

test('[S13] Ctrl-C in the terminal reaches Crosstie alone', async () => {
  const dir = join(scratch, 'killed')
  const { parent } = await startCounting(dir)
  const pid = await postmasterPid(dir)

  process.kill(-(parent.pid ?? 0), 'SIGINT')
  await once(createInterface(parent.stdout ?? expect.fail('no output')), 'line')

  expect(await connectEmbedded({ dataDir: dir })).toMatchObject({ url: expect.stringContaining('postgres://') })
  await kill(parent)
  const { stop } = await startEmbedded({ dataDir: dir })
  expect(await postmasterPid(dir)).toBe(pid)
  await stop()
})

test('[S14] a second Crosstie is refused the data directory while the first one lives', async () => {
  const { stop } = await start()

  const { message, hint } = await refusal(start())

  expect(message).toBe(`The data directory ${dataDir} is in use by another Crosstie (process ${process.pid}).`)
  expect(hint).toContain('--data')
  await stop()
})

test.each([
  ['of a process that is gone', JSON.stringify({ pid: 4_190_000, started: 'then' })],
  ['of a process whose number another one has now', JSON.stringify({ pid: process.pid, started: 'then' })],
  ['that was cut short', ''],
])('[S14] takes over a lock %s', async (_case, lock) => {
  await mkdir(dataDir, { recursive: true })
  await writeFile(join(dataDir, 'crosstie.lock'), lock)

  const { stop } = await start()

  expect(await readFile(join(dataDir, 'crosstie.lock'), 'utf8')).toContain(`"pid":${process.pid}`)
  await stop()
  await expect(stat(join(dataDir, 'crosstie.lock'))).rejects.toThrow('ENOENT')
})

test('[S15] the address of a running database can be had without starting or locking one', async () => {
  expect(await connectEmbedded({ dataDir: join(scratch, 'nothing') })).toBeUndefined()
  const { url, stop } = await start()

  expect(await connectEmbedded({ dataDir })).toEqual({ url })

  await stop()
  expect(await connectEmbedded({ dataDir })).toBeUndefined()
})

describe('[S16] says plainly why it does not start', () => {
  test('the data directory is not writable', async () => {
    await writeFile(join(scratch, 'file'), '')

    const { message, hint } = await refusal(start(join(scratch, 'file', 'data')))

    expect(message).toContain(`The data directory ${join(scratch, 'file', 'data')} is not writable: ENOTDIR`)
    expect(hint).toContain('--data')
  })

  test('there is not enough disk space', async () => {
    const { message } = await refusal(startEmbedded({ dataDir, minFreeMegabytes: 1_000_000_000 }))

    expect(message).toMatch(/^Not enough disk space .* \d+ MB are free, 1000000000 MB are needed\.$/)
  })

  test('another major version of PostgreSQL made the data, and the lock is given back', async () => {
    const dir = join(scratch, 'older')
    await mkdir(join(dir, 'postgres'), { recursive: true })
    await writeFile(join(dir, 'postgres', 'PG_VERSION'), '17\n')

    const { message } = await refusal(start(dir))

    expect(message).toContain('was made by PostgreSQL 17; this Crosstie brings PostgreSQL 18')
    await expect(stat(join(dir, 'crosstie.lock'))).rejects.toThrow('ENOENT')
  })

  test('the database itself refuses, in its own words', async () => {
    const dir = join(scratch, 'broken')
    await (await start(dir)).stop()
    await writeFile(join(dir, 'postgres', 'postgresql.conf'), 'nonsense = 1')

    const { message, hint } = await refusal(start(dir))

    expect(message).toMatch(/^The embedded PostgreSQL did not start: .*FATAL:.*postgresql.conf/)
    expect(hint).toContain('DATABASE_URL')
  })

  test('there is none for this platform', async () => {
    const { message, hint } = await refusal(findBinaries('sunos', 'sparc'))

    expect(message).toBe('There is no embedded PostgreSQL for this platform (sunos sparc).')
    expect(hint).toContain('DATABASE_URL')
  })
})
