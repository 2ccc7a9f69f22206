import { verdicts, type OperationSummary, type Verdict } from '../../api/operations.ts'

/** What of the activity is shown; kept in the address, so that it can be shared. */
export interface ActivityFilter {
  readonly verdicts: readonly Verdict[]
  readonly workflowId: string | undefined
  readonly search: string
}

/** Nothing happened to these records, and there are many of them. */
const hiddenAtFirst: readonly Verdict[] = ['unchanged', 'filtered']

export const defaultVerdicts: readonly Verdict[] = verdicts.filter((verdict) => !hiddenAtFirst.includes(verdict))

export function readFilter(query: URLSearchParams): ActivityFilter {
  const shown = query.get('show')
  return {
    verdicts: shown === null ? defaultVerdicts : verdicts.filter((verdict) => shown.split(',').includes(verdict)),
    workflowId: query.get('workflow') ?? undefined,
    search: query.get('q') ?? '',
  }
}

/** The address' query for a filter; what is as at first is left out. */
export function writeFilter({ verdicts: shown, workflowId, search }: ActivityFilter): URLSearchParams {
  const query = new URLSearchParams()
  if (shown.join(',') !== defaultVerdicts.join(',')) query.set('show', shown.join(','))
  if (workflowId !== undefined) query.set('workflow', workflowId)
  if (search) query.set('q', search)
  return query
}

export function toggleVerdict(filter: ActivityFilter, verdict: Verdict): ActivityFilter {
  const isShown = filter.verdicts.includes(verdict)
  return {
    ...filter,
    verdicts: verdicts.filter((each) => (each === verdict ? !isShown : filter.verdicts.includes(each))),
  }
}

/** Whether an operation that just settled belongs among those shown; the server decides the same for older ones. */
export function isShown(operation: OperationSummary, { verdicts: shown, workflowId, search }: ActivityFilter): boolean {
  if (!shown.includes(operation.verdict)) return false
  if (workflowId !== undefined && operation.workflow.id !== workflowId) return false
  const texts = [operation.left, operation.right].flatMap((record) => (record ? [record.key, record.id] : []))
  return texts.some((text) => text.toLowerCase().includes(search.toLowerCase())) || search === ''
}
