import { Skeleton } from '@mantine/core'
import { useSearchParams } from 'react-router'
import { listOperations, type Operation } from '../../api/operations.ts'
import { useEndpoint } from '../api/use-endpoint.ts'
import { EmptyState } from '../parts/empty-state.tsx'
import { ErrorPanel } from '../parts/error-panel.tsx'
import { OperationRow } from './operation-row.tsx'
import classes from './operation-list.module.css'

const shownMax = 100

/** Everything that ever happened to this pair of records, newest first. */
export function PairHistory({ operation }: { readonly operation: Operation }) {
  const [query] = useSearchParams()
  const pairId = operation.pairId ?? undefined
  const { data, error, refetch } = useEndpoint(
    listOperations,
    { limit: shownMax, ...(pairId === undefined ? {} : { pairId }) },
    { enabled: pairId !== undefined },
  )
  if (pairId === undefined)
    return <EmptyState title="No pair yet">This record has no partner, so it has no history.</EmptyState>
  if (error) return <ErrorPanel error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton height={160} aria-label="Loading the history" />
  return (
    <ol className={`${classes['rows']} ${classes['inset']}`} aria-label="History of this pair, newest first">
      {data.operations.map((each) => (
        <OperationRow key={each.id} operation={each} isOpen={each.id === operation.id} query={query.toString()} />
      ))}
    </ol>
  )
}
