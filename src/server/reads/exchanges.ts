import { sql, type Kysely } from 'kysely'
import type { ExchangeBodies, ExchangeSummary } from '../../api/exchanges.ts'
import { unpackBodies } from '../../store/exchanges.ts'
import type { Database } from '../../store/schema.ts'

/** The HTTP exchanges of an operation, in the order in which they began. */
export async function readExchanges(db: Kysely<Database>, operationId: string): Promise<ExchangeSummary[]> {
  const rows = await db
    .selectFrom('exchanges')
    .select(['id', 'at', 'system', 'method', 'url', 'status', 'duration_ms', 'error'])
    .select(sql<number>`cardinality(operations)`.as('operations'))
    .where(sql<boolean>`operations @> array[${operationId}::uuid]`)
    .orderBy('at')
    .orderBy('id')
    .execute()
  return rows.map(({ at, duration_ms, ...row }) => ({ ...row, at: at.toISOString(), durationMs: duration_ms }))
}

export async function readExchangeBodies(db: Kysely<Database>, id: string): Promise<ExchangeBodies | undefined> {
  const row = await db.selectFrom('exchanges').select('bodies').where('id', '=', id).executeTakeFirst()
  return row && unpackBodies(row.bodies)
}
