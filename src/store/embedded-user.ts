import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chown, readFile, readdir, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { StartError } from './start-error.ts'

interface UserIds {
  readonly uid: number
  readonly gid: number
}

/** As whom the database's programs run: PostgreSQL refuses to run as root. Undefined: as we do. */
export interface DatabaseUser extends UserIds {
  /** Some directory on the way is closed to others, so that only a capability lets this user pass. */
  readonly needsPassage: boolean
}

/** An existing data folder keeps its owner; a new one, or one that root copied, goes to `postgres`, else to `nobody`. */
export async function chooseUser(paths: {
  readonly data: string
  readonly binaries: string
}): Promise<DatabaseUser | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const owner = await stat(paths.data).catch(() => undefined)
  const ids = owner !== undefined && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : await ordinaryUser()
  const needsPassage = (await isClosed(dirname(paths.data))) || (await isClosed(paths.binaries))
  if (needsPassage) refuseWithoutSetpriv(paths.data)
  return { ...ids, needsPassage }
}

/** Command and options that run a program as that user. */
export function asUser(user: DatabaseUser | undefined, program: string, args: readonly string[]) {
  if (user === undefined) return { command: program, args: [...args], options: {} }
  if (!user.needsPassage) return { command: program, args: [...args], options: { uid: user.uid, gid: user.gid } }
  const capabilities = ['--inh-caps', '-all,+dac_override', '--ambient-caps', '-all,+dac_override']
  const ids = ['--reuid', String(user.uid), '--regid', String(user.gid), '--clear-groups']
  return { command: 'setpriv', args: [...ids, ...capabilities, program, ...args], options: {} }
}

/** Gives a file, or a folder and all in it, to that user, if it is not theirs already. */
export async function giveTo(user: DatabaseUser | undefined, path: string): Promise<void> {
  if (user === undefined) return
  const found = await stat(path)
  if (found.uid === user.uid) return
  const within = found.isDirectory() ? await readdir(path, { recursive: true }) : []
  for (const entry of within) await chown(join(path, entry), user.uid, user.gid)
  await chown(path, user.uid, user.gid)
}

async function ordinaryUser(): Promise<UserIds> {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'))
  const user = lines.find(([name]) => name === 'postgres') ?? lines.find(([name]) => name === 'nobody')
  return { uid: Number(user?.[2] ?? 65534), gid: Number(user?.[3] ?? 65534) }
}

async function isClosed(path: string): Promise<boolean> {
  for (let at = resolve(path); ; at = dirname(at)) {
    if (existsSync(at) && ((await stat(at)).mode & 0o001) === 0) return true
    if (at === dirname(at)) return false
  }
}

function refuseWithoutSetpriv(dataDir: string): void {
  try {
    execFileSync('setpriv', ['--version'], { stdio: 'ignore' })
  } catch (error) {
    throw new StartError(
      `The embedded PostgreSQL cannot run as root, and no other user may pass to ${dataDir}.`,
      'Run Crosstie as an ordinary user, choose a data directory that others may enter, or set DATABASE_URL.',
      error,
    )
  }
}
