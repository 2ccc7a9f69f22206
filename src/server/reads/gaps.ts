import { sql, type Kysely } from 'kysely'
import type { Gap } from '../../api/dashboard.ts'
import type { Database } from '../../store/schema.ts'

/** Times since then without a complete poll for over ten minutes, latest first, and whether the next poll closed them. */
export async function readGaps(db: Kysely<Database>, since: Date): Promise<Gap[]> {
  const { rows } = await sql<GapRow>`
    select workflows.name as workflow, action, last_to as "from", polled_at as "to", signalled,
           covered_from is null or covered_from <= last_to as covered
    from (select workflow_id, action, covered_from, polled_at, signalled,
                 lag(covered_to) over polls as last_to, lag(polled_at) over polls as last_polled_at
          from coverage where polled_at >= ${since}
          window polls as (partition by workflow_id, action order by polled_at, id)) as steps
    join workflows on workflows.id = workflow_id
    where polled_at - last_polled_at > interval '10 minutes'
    order by polled_at desc limit 5`.execute(db)
  return rows.map(({ from, to, ...row }) => ({ ...row, from: from.toISOString(), to: to.toISOString() }))
}

interface GapRow {
  readonly workflow: string
  readonly action: string
  readonly from: Date
  readonly to: Date
  readonly covered: boolean
  readonly signalled: number
}
