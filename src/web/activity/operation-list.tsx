import { Button, Skeleton } from '@mantine/core'
import { useIntersection } from '@mantine/hooks'
import { useEffect, useRef } from 'react'
import { EmptyState } from '../parts/empty-state.tsx'
import { ErrorPanel } from '../parts/error-panel.tsx'
import { ActivityIcon } from '../parts/icons.tsx'
import { writeFilter, type ActivityFilter } from './filter.ts'
import { OperationRow } from './operation-row.tsx'
import { useOperations } from './use-operations.ts'
import { useRowKeys } from './use-row-keys.ts'
import classes from './operation-list.module.css'

export interface OperationListProps {
  readonly filter: ActivityFilter
  readonly openId: string | undefined
  readonly onClose: () => void
  readonly onClearFilter: () => void
}

export function OperationList({ filter, openId, onClose, onClearFilter }: OperationListProps) {
  const { operations, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useOperations(filter)
  const list = useRef<HTMLOListElement>(null)
  useRowKeys({ list, onClose })
  const query = writeFilter(filter).toString()

  if (!operations) {
    return error ? <ErrorPanel error={error} onRetry={() => void refetch()} /> : <Loading />
  }
  if (operations.length === 0) return <Nothing filter={filter} onClearFilter={onClearFilter} />
  return (
    <div className={classes['scroll']}>
      <ol ref={list} className={classes['rows']} aria-label="Operations, newest first">
        {operations.map((operation) => (
          <OperationRow key={operation.id} operation={operation} isOpen={operation.id === openId} query={query} />
        ))}
      </ol>
      {hasNextPage && <More isLoading={isFetchingNextPage} onMore={() => void fetchNextPage()} />}
    </div>
  )
}

/** Loads the next page when it comes into view; a button for those who do not scroll. */
function More({ isLoading, onMore }: { readonly isLoading: boolean; readonly onMore: () => void }) {
  const { ref, entry } = useIntersection({ rootMargin: '600px' })
  const isNear = entry?.isIntersecting ?? false
  useEffect(() => {
    if (isNear && !isLoading) onMore()
  }, [isNear, isLoading, onMore])
  return (
    <div ref={ref} className={classes['more']}>
      <Button variant="default" size="xs" loading={isLoading} onClick={onMore}>
        Load older
      </Button>
    </div>
  )
}

function Nothing({ filter, onClearFilter }: Pick<OperationListProps, 'filter' | 'onClearFilter'>) {
  const isFiltered = writeFilter(filter).size > 0
  return (
    <EmptyState
      title={isFiltered ? 'Nothing matches this filter' : 'Nothing happened yet'}
      icon={<ActivityIcon size={22} />}
      action={
        isFiltered && (
          <Button variant="default" size="xs" onClick={onClearFilter}>
            Clear the filter
          </Button>
        )
      }
    >
      {isFiltered
        ? 'Other outcomes, records or workflows may have something to show.'
        : 'Each change that an active workflow sees appears here as it is settled.'}
    </EmptyState>
  )
}

function Loading() {
  return (
    <div className={classes['loading']} aria-busy="true" aria-label="Loading the activity">
      {Array.from({ length: 12 }, (_, index) => (
        <Skeleton key={index} height={28} radius="sm" />
      ))}
    </div>
  )
}
