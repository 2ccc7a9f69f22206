import { z } from 'zod'
import type { ChangedAtQuery, ChangeInterval } from '../../core/connector.ts'
import { operationsOf, type Session } from './session.ts'
import { utcOf } from './times.ts'

const PAGE_SIZE = 100

const Entry = z.object({
  created: z.union([z.string(), z.number()]),
  items: z.array(z.object({ field: z.string(), fieldId: z.string().optional() })).catch([]),
})
const Page = z.object({ values: z.array(Entry), startAt: z.number(), total: z.number() })
type Page = z.infer<typeof Page>

/** When a field last changed, by the history: read from its end, as it is given oldest first. */
export async function changedAt(session: Session, query: ChangedAtQuery): Promise<ChangeInterval | undefined> {
  let page = await fetchPage(session, query, 0)
  if (page.total > page.values.length) page = await fetchPage(session, query, Math.max(0, page.total - PAGE_SIZE))
  for (;;) {
    const entry = page.values.findLast((one) => one.items.some((item) => isOf(item, query.field)))
    const time = entry && utcOf(entry.created)
    if (time !== undefined) return { earliest: time, latest: time }
    if (page.startAt === 0) return undefined
    page = await fetchPage(session, query, Math.max(0, page.startAt - PAGE_SIZE))
  }
}

async function fetchPage(session: Session, query: ChangedAtQuery, startAt: number): Promise<Page> {
  const { body } = await session.call({
    method: 'GET',
    path: `/issue/${encodeURIComponent(query.id)}/changelog`,
    query: { startAt, maxResults: PAGE_SIZE },
    effect: 'repeatable',
    operations: operationsOf(query),
    body: Page,
  })
  return body
}

/** Some entries name no field id; then the name stands for it. */
function isOf(item: { field: string; fieldId?: string | undefined }, field: string): boolean {
  return item.fieldId === undefined ? item.field.toLowerCase() === field.toLowerCase() : item.fieldId === field
}
