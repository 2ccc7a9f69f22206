import type { Clock } from '../core/clock.ts'
import type { Connector } from '../core/connector.ts'
import { Failure } from '../core/failure.ts'
import { backOffMs } from '../core/retry.ts'
import type { SystemState } from '../store/schema.ts'
import { setSystemState } from '../store/systems.ts'
import type { Store } from '../store/store.ts'
import type { Log } from './needs.ts'

export interface SystemHealth {
  isReady(systemId: string): boolean
  /** A call found no answer, or was refused for who we are: if a probe finds none either, the system rests until one does. Resolves once that is known. */
  suspect(systemId: string, connector: Connector, failure: Failure): Promise<void>
  stop(): Promise<void>
}

export interface HealthNeeds {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  readonly random: () => number
  readonly onBack: (systemId: string) => void
}

/** A probe's back-off ends here, so that two polls after an outage both sides agree again. */
const PROBE_ATTEMPT_MAX = 6

/**
 * Knows which systems can be worked with; every start tries them all anew. A system is down only when its probe fails too,
 * and paused only when its probe is refused for who we are.
 */
export function createSystemHealth({ store, clock, log, random, onBack }: HealthNeeds): SystemHealth {
  const states = new Map<string, SystemState>()
  const probing = new Map<string, Promise<void>>()
  const watching: Promise<void>[] = []
  const stopped = new AbortController()

  const stateOf = (systemId: string): SystemState => states.get(systemId) ?? { kind: 'ready' }

  async function change(systemId: string, state: SystemState): Promise<void> {
    const from = stateOf(systemId).kind
    states.set(systemId, state)
    await setSystemState(store.db, systemId, { from, to: state })
    log.warn({ systemId, state }, 'system state changed')
  }

  async function check(systemId: string, connector: Connector, failure: Failure): Promise<void> {
    const found = await probe(connector)
    const since = clock.now().toISOString()
    if (found === 'up') return
    if (found === 'refused') return change(systemId, { kind: 'paused', since, reason: failure.message })
    await change(systemId, { kind: 'unreachable', since, reason: failure.message })
    watching.push(watch(systemId, connector))
  }

  async function watch(systemId: string, connector: Connector): Promise<void> {
    for (let attempt = 1; !stopped.signal.aborted; attempt += 1) {
      await clock.wait(backOffMs(Math.min(attempt, PROBE_ATTEMPT_MAX), random()), stopped.signal)
      if ((await probe(connector)) !== 'up') continue
      await change(systemId, { kind: 'ready' })
      onBack(systemId)
      return
    }
  }

  return {
    isReady: (systemId) => stateOf(systemId).kind === 'ready',
    suspect: (systemId, connector, failure) => {
      if (stateOf(systemId).kind !== 'ready') return Promise.resolve()
      const running =
        probing.get(systemId) ?? check(systemId, connector, failure).finally(() => probing.delete(systemId))
      probing.set(systemId, running)
      return running
    },
    stop: async () => {
      stopped.abort()
      await Promise.all([...probing.values(), ...watching])
    },
  }
}

/** Signing in refused is not the same as no answer: the first waits for a person, the second for the system. */
async function probe(connector: Connector): Promise<'up' | 'down' | 'refused'> {
  try {
    await connector.probe()
    return 'up'
  } catch (error) {
    if (error instanceof Failure && error.kind === 'auth') return 'refused'
    if (error instanceof Failure && error.kind === 'limit') return 'up'
    return 'down'
  }
}
