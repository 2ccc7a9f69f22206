import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { isAlive } from './process-identity.ts'

/** What a PostgreSQL writes about itself into postmaster.pid: line 1 its process, line 4 its port, line 8 its state. */
export interface Postmaster {
  readonly pid: number
  readonly port: number
  readonly isReady: boolean
}

export async function readPostmaster(data: string): Promise<Postmaster | undefined> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '')
  const lines = text.split('\n')
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid) || (await isAnotherProgram(pid))) return undefined
  return { pid, port: Number(lines[3]), isReady: lines[7]?.trim() === 'ready' }
}

/**
 * Removes a postmaster.pid whose number another program has now, as happens in a container that is started again, where
 * numbers are small. PostgreSQL itself would take that program for its predecessor and refuse to start.
 */
export async function removeStalePidFile(data: string): Promise<void> {
  if ((await readPostmaster(data)) === undefined) await rm(join(data, 'postmaster.pid'), { force: true })
}

/** Where the platform does not tell, it may be a PostgreSQL. */
async function isAnotherProgram(pid: number): Promise<boolean> {
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => 'postgres')
  return name.trim() !== 'postgres'
}

export function urlOf(port: number, password: string, database = 'crosstie'): string {
  return `postgres://crosstie:${password}@127.0.0.1:${port}/${database}`
}

/** A login proves that it is our cluster that answers there, and not another that was given the same port. */
export async function canLogIn(port: number, password: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: urlOf(port, password, 'postgres'), connectionTimeoutMillis: 2000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

export async function ensureDatabase(port: number, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf(port, password, 'postgres') })
  await client.connect()
  try {
    const found = await client.query("select from pg_database where datname = 'crosstie'")
    if (found.rowCount === 0) await client.query('create database crosstie')
  } finally {
    await client.end()
  }
}

/** Asks again until there is an answer, at most so long. */
export async function poll<T>(
  { everyMs, forMs }: { readonly everyMs: number; readonly forMs: number },
  ask: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const end = performance.now() + forMs
  for (;;) {
    const answer = await ask()
    if (answer !== undefined || performance.now() > end) return answer
    await wait(everyMs)
  }
}
