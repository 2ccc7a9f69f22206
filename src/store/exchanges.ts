import { gunzipSync, gzipSync } from 'node:zlib'
import type { Exchange } from '../core/connector.ts'
import type { Executor } from './store.ts'

type Bodies = Pick<Exchange, 'requestHeaders' | 'requestBody' | 'responseHeaders' | 'responseBody'>

export async function insertExchanges(db: Executor, exchanges: readonly Exchange[]): Promise<void> {
  if (exchanges.length === 0) return
  await db
    .insertInto('exchanges')
    .values(
      exchanges.map((exchange) => ({
        id: exchange.id,
        at: new Date(exchange.startedAt),
        system: exchange.system,
        method: exchange.method,
        url: exchange.url,
        status: exchange.status ?? null,
        duration_ms: Math.round(exchange.durationMs),
        error: exchange.error ?? null,
        bodies: packBodies(exchange),
        operations: [...exchange.operations],
      })),
    )
    .execute()
}

function packBodies({ requestHeaders, requestBody, responseHeaders, responseBody }: Bodies): Buffer {
  return gzipSync(JSON.stringify({ requestHeaders, requestBody, responseHeaders, responseBody }))
}

/** Headers and bodies of both ways, as `packBodies` wrote them. */
export function unpackBodies(packed: Buffer): Bodies {
  return JSON.parse(gunzipSync(packed).toString('utf8')) as Bodies // written by packBodies alone
}
