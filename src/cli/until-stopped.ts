import { CommandError, EXIT, type ExitCode } from './exit.ts'

/** Two signals within this time are one: a terminal, npm and a process supervisor may each send us theirs. */
const SAME_SIGNAL_MS = 500
const STOP_LIMIT_MS = 10_000

export interface Running {
  stop(): Promise<void>
}

/** What a long-running command needs to know of its process. */
export interface ProcessControl {
  on(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown
  off(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown
  exit(code: number): void
}

/**
 * Starts something, runs it till SIGINT or SIGTERM asks for the end, and stops it in order. A signal during the start
 * waits for the start to finish. Stopping may take ten seconds; a second signal does not wait at all.
 */
export async function runUntilStopped(
  start: () => Promise<Running>,
  control: ProcessControl,
  { stopLimitMs = STOP_LIMIT_MS, sameSignalMs = SAME_SIGNAL_MS } = {},
): Promise<ExitCode> {
  const asked = watchSignals(control, sameSignalMs)
  try {
    const running = await start()
    await asked.toStop
    await stopInTime(running, stopLimitMs)
    return EXIT.done
  } finally {
    asked.forget()
  }
}

function watchSignals(control: ProcessControl, sameSignalMs: number) {
  const { promise: toStop, resolve } = Promise.withResolvers<void>()
  let firstAt: number | undefined
  const onSignal = () => {
    const now = performance.now()
    if (firstAt !== undefined && now - firstAt >= sameSignalMs) control.exit(EXIT.problems)
    firstAt ??= now
    resolve()
  }
  control.on('SIGINT', onSignal)
  control.on('SIGTERM', onSignal)
  const forget = () => {
    control.off('SIGINT', onSignal)
    control.off('SIGTERM', onSignal)
  }
  return { toStop, forget }
}

async function stopInTime(running: Running, limitMs: number): Promise<void> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(
    () =>
      reject(
        new CommandError('Stopping took too long; left at once.', {
          hint: 'Nothing is lost: the next start goes on from here.',
        }),
      ),
    limitMs,
  )
  try {
    await Promise.race([running.stop(), tooLate])
  } finally {
    clearTimeout(timer)
  }
}
