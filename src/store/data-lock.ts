import { link, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createFile } from './create-file.ts'
import { identifyProcess, stillRuns, type ProcessIdentity } from './process-identity.ts'
import { StartError } from './start-error.ts'

export interface DataLock {
  release(): Promise<void>
}

/**
 * Keeps a data directory for one Crosstie. The lock names a process, so that a lock left by `kill -9` is taken over.
 * A lock appears whole or not at all (written aside, then hard-linked), and a stale one is moved away before it is
 * judged a second time, so that of two starters that find it stale only one wins.
 */
export async function lockDataDir(dataDir: string): Promise<DataLock> {
  const path = join(dataDir, 'crosstie.lock')
  const text = JSON.stringify(await identifyProcess(process.pid))
  while (!(await createFile(path, text))) await removeIfStale(path, dataDir)
  return { release: () => rm(path, { force: true }) }
}

async function removeIfStale(path: string, dataDir: string): Promise<void> {
  const grave = `${path}.${process.pid}.stale`
  await refuseIfHeld(path, dataDir)
  await rename(path, grave).catch(() => undefined)
  try {
    await refuseIfHeld(grave, dataDir)
  } catch (error) {
    await link(grave, path).catch(() => undefined)
    throw error
  } finally {
    await rm(grave, { force: true })
  }
}

async function refuseIfHeld(path: string, dataDir: string): Promise<void> {
  const holder = await readHolder(path)
  if (holder === undefined || !(await stillRuns(holder))) return
  throw new StartError(
    `The data directory ${dataDir} is in use by another Crosstie (process ${holder.pid}).`,
    'Stop that one first, or give this one a data directory of its own with --data.',
  )
}

async function readHolder(path: string): Promise<ProcessIdentity | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '')
  try {
    const holder: unknown = JSON.parse(text)
    return isIdentity(holder) ? holder : undefined
  } catch {
    return undefined
  }
}

function isIdentity(value: unknown): value is ProcessIdentity {
  if (typeof value !== 'object' || value === null) return false
  return 'pid' in value && typeof value.pid === 'number' && 'started' in value && typeof value.started === 'string'
}
