import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

/** A process, told apart from a later one that got the same number. */
export interface ProcessIdentity {
  readonly pid: number
  /** When it was started, in whatever form the platform tells; empty where it does not. */
  readonly started: string
}

export async function identifyProcess(pid: number): Promise<ProcessIdentity> {
  return { pid, started: await startOf(pid) }
}

/** Whether that very process still runs. */
export async function stillRuns(identity: ProcessIdentity): Promise<boolean> {
  if (!isAlive(identity.pid)) return false
  return identity.started === (await startOf(identity.pid))
}

/** Whether any process has this number. A zombie, which runs no more, does not count where we can tell. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

async function startOf(pid: number): Promise<string> {
  if (process.platform === 'linux') return startOnLinux(pid)
  if (process.platform === 'darwin') return startByPs(pid)
  return ''
}

/** Field 22 of proc(5)'s stat, in ticks since the boot that boot_id names. The command before it may hold blanks. */
async function startOnLinux(pid: number): Promise<string> {
  try {
    const [stat, boot] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
    ])
    const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return state === 'Z' ? 'ended' : `${boot.trim()}/${rest[18] ?? ''}`
  } catch {
    return 'ended'
  }
}

async function startByPs(pid: number): Promise<string> {
  const answer = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)]).catch(() => undefined)
  return answer?.stdout.trim() ?? 'ended'
}
