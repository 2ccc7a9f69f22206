import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))

export interface CrosstieProcess {
  /** Ends it as a power cut would: nothing of its own runs any more. */
  kill(): Promise<void>
  /** Ends it in order. Answers with its exit code. */
  stop(): Promise<number | null>
}

/** Starts `crosstie start` as a process of its own; resolves once it says that it is ready. */
export async function startProcess(
  args: readonly string[],
  variables: Record<string, string>,
): Promise<CrosstieProcess> {
  const child = spawn(process.execPath, [MAIN, 'start', ...args], {
    env: { ...process.env, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  await untilReady(child)
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    const exited = once(child, 'exit')
    child.kill(signal)
    await exited
    return child.exitCode
  }
  return { kill: () => end('SIGKILL').then(() => undefined), stop: () => end('SIGTERM') }
}

function untilReady(child: ChildProcess): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let said = ''
  const hear = (chunk: Buffer) => {
    said += chunk.toString()
    if (said.includes('Crosstie is ready')) resolve()
  }
  child.stdout?.on('data', hear)
  child.stderr?.on('data', hear)
  child.once('exit', (code) => reject(new Error(`crosstie start ended with ${code}:\n${said}`)))
  return promise
}
