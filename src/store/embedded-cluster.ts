import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { writeDurably } from './create-file.ts'
import { asUser, giveTo, type DatabaseUser } from './embedded-user.ts'
import { StartError } from './start-error.ts'

export const EMBEDDED_MAJOR = 18

/** Where things lie in a data directory. */
export function clusterPaths(dataDir: string) {
  return {
    data: join(dataDir, 'postgres'),
    password: join(dataDir, 'postgres-password'),
    log: join(dataDir, 'postgres.log'),
  }
}

export interface ClusterNeeds {
  readonly dataDir: string
  readonly binaries: string
  readonly user: DatabaseUser | undefined
  readonly durable: boolean
}

/** Makes the cluster on first use, checks it otherwise. Answers with the password. */
export async function ensureCluster(needs: ClusterNeeds): Promise<string> {
  const { data } = clusterPaths(needs.dataDir)
  if (!existsSync(join(data, 'PG_VERSION'))) return initialise(needs)
  await refuseOtherMajor(data)
  await giveTo(needs.user, data)
  return readPassword(needs.dataDir)
}

export async function readPassword(dataDir: string): Promise<string> {
  const { password } = clusterPaths(dataDir)
  try {
    return (await readFile(password, 'utf8')).trim()
  } catch (error) {
    throw new StartError(
      `The password of the embedded database cannot be read from ${password}.`,
      'Restore that file from the back-up that the data directory came from.',
      error,
    )
  }
}

async function refuseOtherMajor(data: string): Promise<void> {
  const major = (await readFile(join(data, 'PG_VERSION'), 'utf8')).trim()
  if (major === String(EMBEDDED_MAJOR)) return
  throw new StartError(
    `${data} was made by PostgreSQL ${major}; this Crosstie brings PostgreSQL ${EMBEDDED_MAJOR}.`,
    `Dump it with PostgreSQL ${major} and restore it into a new data directory, or go on with the Crosstie that made it.`,
  )
}

/** The cluster gets its name when it is complete, so that a start that is cut short leaves nothing half made. */
async function initialise({ dataDir, binaries, user, durable }: ClusterNeeds): Promise<string> {
  const paths = clusterPaths(dataDir)
  const unfinished = `${paths.data}.new`
  const passwordFile = `${unfinished}-password`
  const password = randomBytes(24).toString('base64url')
  try {
    await rm(unfinished, { recursive: true, force: true })
    await mkdir(unfinished, { mode: 0o700 })
    await giveTo(user, unfinished)
    await writeFile(passwordFile, password, { mode: 0o600 })
    await giveTo(user, passwordFile)
    await runInitdb(binaries, user, [
      ...['--pgdata', unfinished, '--username', 'crosstie', '--pwfile', passwordFile, '--auth', 'scram-sha-256'],
      // The builtin provider's collation depends on no library that another machine may have in another version.
      ...['--encoding', 'UTF8', '--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'],
      ...['--no-instructions', ...(durable ? [] : ['--no-sync'])],
    ])
    await writeDurably(paths.password, password)
    await rename(unfinished, paths.data)
  } finally {
    await rm(passwordFile, { force: true })
    await rm(unfinished, { recursive: true, force: true })
  }
  return password
}

async function runInitdb(binaries: string, user: DatabaseUser | undefined, args: readonly string[]): Promise<void> {
  const { command, args: words, options } = asUser(user, join(binaries, 'initdb'), args)
  try {
    await promisify(execFile)(command, words, { ...options, cwd: '/' })
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : ''
    throw new StartError(
      `The embedded PostgreSQL could not be set up: ${said || (error instanceof Error ? error.message : String(error))}`,
      'If this machine cannot run it, set DATABASE_URL to a PostgreSQL 15 or newer.',
      error,
    )
  }
}
