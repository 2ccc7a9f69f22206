import { access, constants, mkdir, statfs } from 'node:fs/promises'
import { StartError } from './start-error.ts'

const MEGABYTE = 1024 * 1024

/** Makes the data directory if need be, and says plainly what is wrong with it before the database stumbles over it. */
export async function prepareDataDir(dataDir: string, minFreeMegabytes: number): Promise<void> {
  await makeDataDir(dataDir)
  const { bavail, bsize } = await statfs(dataDir)
  const freeMegabytes = Math.floor((bavail * bsize) / MEGABYTE)
  if (freeMegabytes >= minFreeMegabytes) return
  throw new StartError(
    `Not enough disk space for the data directory ${dataDir}: ${freeMegabytes} MB are free, ${minFreeMegabytes} MB are needed.`,
    'Free some space there, or choose a data directory on another disk with --data.',
  )
}

/** Run as root, others may pass through (not look into) it: the database runs as another user. */
export async function makeDataDir(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 })
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new StartError(
      `The data directory ${dataDir} is not writable: ${error instanceof Error ? error.message : String(error)}.`,
      'Give this user the right to write there, or choose another data directory with --data.',
      error,
    )
  }
}
