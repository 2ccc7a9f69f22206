import type { Exchange } from '../core/connector.ts'
import { insertExchanges } from '../store/exchanges.ts'
import type { Store } from '../store/store.ts'
import type { Log } from './needs.ts'

/** Written in groups, so that a busy moment costs few transactions; more than this at once is written in slices. */
const SLICE = 100

export interface ExchangeLog {
  /** Keeps an exchange if an operation wants it or if it failed. */
  readonly note: (exchange: Exchange) => void
  /** Writes what is waiting. */
  flush(): Promise<void>
}

/** Holds HTTP exchanges back for a moment and writes them together. They are a record for people: losing one loses no work. */
export function createExchangeLog({ store, log }: { store: Store; log: Log }): ExchangeLog {
  let waiting: Exchange[] = []
  return {
    note: (exchange) => {
      if (exchange.operations.length > 0 || exchange.error !== undefined || (exchange.status ?? 0) >= 400)
        waiting.push(exchange)
    },
    flush: async () => {
      const batch = waiting
      waiting = []
      for (let start = 0; start < batch.length; start += SLICE) {
        await insertExchanges(store.db, batch.slice(start, start + SLICE)).catch((error: unknown) => {
          log.error({ err: error }, 'HTTP exchanges could not be stored')
        })
      }
    },
  }
}
