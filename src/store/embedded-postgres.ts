import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { open, readFile, rename, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { prepareDataDir } from './data-dir.ts'
import { lockDataDir } from './data-lock.ts'
import { findBinaries } from './embedded-binaries.ts'
import { clusterPaths, ensureCluster, readPassword, type ClusterNeeds } from './embedded-cluster.ts'
import { asUser, chooseUser } from './embedded-user.ts'
import { canLogIn, ensureDatabase, poll, readPostmaster, removeStalePidFile, urlOf } from './postmaster.ts'
import { isAlive } from './process-identity.ts'
import { StartError } from './start-error.ts'

const MIN_FREE_MEGABYTES = 300
const LOG_MAX_BYTES = 10_000_000

export interface EmbeddedOptions {
  readonly dataDir: string
  readonly log?: (line: string) => void
  /** False gives up what a power cut would ask for; for tests only. */
  readonly durable?: boolean
  readonly minFreeMegabytes?: number
}

export interface EmbeddedPostgres {
  readonly url: string
  stop(): Promise<void>
}

/**
 * Starts the PostgreSQL that npm brought along, in a data directory of its own, reachable from this machine only.
 *
 * It runs detached, in a process group of its own, so that Ctrl-C reaches only us and we decide when it stops. If we
 * are killed it stays, an orphan that the next start finds by postmaster.pid and takes over if our password opens it.
 * Throws `StartError`.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir)
  const log = options.log ?? (() => undefined)
  const binaries = await findBinaries()
  await prepareDataDir(dataDir, options.minFreeMegabytes ?? MIN_FREE_MEGABYTES)
  const lock = await lockDataDir(dataDir)
  try {
    const user = await chooseUser({ data: clusterPaths(dataDir).data, binaries })
    const running = await runCluster({ dataDir, binaries, user, durable: options.durable ?? true }, log)
    const stop = async () => {
      await stopPostmaster(running.pid, binaries, clusterPaths(dataDir).data)
      await lock.release()
      log('embedded PostgreSQL stopped')
    }
    return { url: urlOf(running.port, running.password), stop }
  } catch (error) {
    await lock.release()
    throw error
  }
}

/** The address of the embedded PostgreSQL that runs in this data directory, if one does. Starts and locks nothing. */
export async function connectEmbedded({ dataDir }: { readonly dataDir: string }): Promise<{ url: string } | undefined> {
  const postmaster = await readPostmaster(clusterPaths(resolve(dataDir)).data)
  if (postmaster === undefined) return undefined
  const password = await readPassword(resolve(dataDir))
  return (await canLogIn(postmaster.port, password)) ? { url: urlOf(postmaster.port, password) } : undefined
}

interface Running {
  readonly pid: number
  readonly port: number
  readonly password: string
}

async function runCluster(needs: ClusterNeeds, log: (line: string) => void): Promise<Running> {
  const password = await ensureCluster(needs)
  const { data } = clusterPaths(needs.dataDir)
  await removeStalePidFile(data)
  const orphan = await adoptOrphan(data, password)
  const running = orphan ?? (await launch(needs, password))
  await ensureDatabase(running.port, password)
  log(`embedded PostgreSQL ${orphan === undefined ? 'started' : 'found running'} on port ${running.port}`)
  return running
}

/** A PostgreSQL of ours may still be starting up or shutting down: wait until it is either usable or gone. */
async function adoptOrphan(data: string, password: string): Promise<Running | undefined> {
  const verdict = await poll({ everyMs: 250, forMs: 5000 }, async () => {
    const postmaster = await readPostmaster(data)
    if (postmaster === undefined) return 'none'
    return (await canLogIn(postmaster.port, password)) ? { ...postmaster, password } : undefined
  })
  // What has that number and does not answer for so long is another program; PostgreSQL itself is the judge then.
  return verdict === 'none' ? undefined : verdict
}

/** Tried again for a while: processes of a killed PostgreSQL may not be gone yet, or another program took our port. */
async function launch(needs: ClusterNeeds, password: string): Promise<Running> {
  const running = await poll({ everyMs: 250, forMs: 2000 }, () => tryLaunch(needs, password))
  if (running !== undefined) return running
  const { log } = clusterPaths(needs.dataDir)
  throw new StartError(
    `The embedded PostgreSQL did not start: ${await lastLine(log)}`,
    `Its log is ${log}. If this machine cannot run it, set DATABASE_URL to a PostgreSQL 15 or newer.`,
  )
}

async function tryLaunch(needs: ClusterNeeds, password: string): Promise<Running | undefined> {
  const { data } = clusterPaths(needs.dataDir)
  const port = await freePort()
  const server = await spawnServer(needs, port)
  const outcome = await poll({ everyMs: 10, forMs: 60_000 }, async () => {
    if (server.pid === undefined || server.exitCode !== null || server.signalCode !== null) return 'ended'
    const postmaster = await readPostmaster(data)
    const isOurs = postmaster?.isReady === true && postmaster.port === port
    return isOurs && (await canLogIn(port, password)) ? { pid: postmaster.pid, port, password } : undefined
  })
  if (outcome === undefined) server.kill('SIGINT')
  return outcome === 'ended' ? undefined : outcome
}

async function spawnServer({ dataDir, binaries, user, durable }: ClusterNeeds, port: number): Promise<ChildProcess> {
  const { data, log } = clusterPaths(dataDir)
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    jit: 'off',
    wal_level: 'minimal',
    max_wal_senders: 0,
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const { command, args, options } = asUser(user, join(binaries, 'postgres'), ['-D', data, ...flags])
  const output = await openLog(log)
  try {
    const stdio = ['ignore' as const, output.fd, output.fd]
    const server = spawn(command, args, { ...options, cwd: '/', detached: true, stdio, windowsHide: true })
    server.on('error', () => undefined)
    server.unref()
    return server
  } finally {
    await output.close()
  }
}

/** One older log is kept. */
async function openLog(path: string) {
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  )
  if (size > LOG_MAX_BYTES) await rename(path, `${path}.1`)
  return open(path, 'a', 0o600)
}

/** SIGINT is PostgreSQL's fast shutdown: it ends sessions and writes a checkpoint. SIGQUIT leaves that to the next start. */
async function stopPostmaster(pid: number, binaries: string, data: string): Promise<void> {
  if (process.platform === 'win32') return stopOnWindows(binaries, data)
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    if (isAlive(pid)) process.kill(pid, signal)
    const gone = await poll({ everyMs: 5, forMs: 5000 }, async () => (isAlive(pid) ? undefined : true))
    if (gone === true) return
  }
}

async function stopOnWindows(binaries: string, data: string): Promise<void> {
  await promisify(execFile)(join(binaries, 'pg_ctl'), ['stop', '-D', data, '-m', 'fast', '-w'])
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done, fail) => server.once('error', fail).listen(0, '127.0.0.1', done))
  const address = server.address()
  await new Promise((done) => server.close(done))
  if (typeof address !== 'object' || address === null) throw new Error('no free port')
  return address.port
}

async function lastLine(path: string): Promise<string> {
  const lines = (await readFile(path, 'utf8').catch(() => '')).trim().split('\n')
  return lines.findLast((line) => line.includes('FATAL')) ?? lines.at(-1) ?? 'it said nothing'
}
