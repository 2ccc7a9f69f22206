import { z } from 'zod'
import type { ChangedAtQuery, ChangeInterval } from '../../core/connector.ts'
import { SalesforceFailure } from './failures.ts'
import { readRows, type Queries } from './queries.ts'
import { all, compare, select } from './soql.ts'
import { isoInstant, type Row } from './values.ts'

const WireRow = z.object({ CreatedDate: z.string() })

/** When a field last changed, where the org tracks its history; undefined where it does not. */
export async function changedAt(
  queries: Queries,
  { entity, id, field, operation }: ChangedAtQuery,
): Promise<ChangeInterval | undefined> {
  const { object, parent } = historyOf(entity)
  const soql = select({
    fields: ['CreatedDate'],
    from: object,
    where: all(compare(parent, '=', { text: id }), compare('Field', '=', { text: trackedName(field) })),
    orderBy: ['CreatedDate'],
    newestFirst: true,
    limit: 1,
  })
  const options = { what: `Asking when ${entity}.${field} changed`, operations: operation ? [operation] : [] }
  const rows = await queries.all(soql, options).catch(noHistory)
  const [newest] = readRows(WireRow, rows, options.what)
  if (!newest) return undefined
  const at = isoInstant(newest.CreatedDate)
  return { earliest: at, latest: at }
}

/** Objects without history tracking have no history object at all, or hide its fields. */
function noHistory(error: unknown): readonly Row[] {
  if (error instanceof SalesforceFailure && /^INVALID_(TYPE|FIELD)/.test(error.code ?? '')) return []
  throw error
}

/** `CaseHistory.CaseId`, `Invoice__History.ParentId`; opportunities have a name of their own. */
function historyOf(entity: string): { readonly object: string; readonly parent: string } {
  if (entity.endsWith('__c')) return { object: entity.replace(/__c$/, '__History'), parent: 'ParentId' }
  if (entity === 'Opportunity') return { object: 'OpportunityFieldHistory', parent: 'OpportunityId' }
  return { object: `${entity}History`, parent: `${entity}Id` }
}

/** History names standard look-ups by their relationship: `Owner`, not `OwnerId`. */
function trackedName(field: string): string {
  return field.replace(/(?<!^)Id$/, '')
}
