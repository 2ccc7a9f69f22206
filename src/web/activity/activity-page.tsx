import { VisuallyHidden } from '@mantine/core'
import { useCallback, useMemo } from 'react'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import { useFeedState } from '../api/live-feed.ts'
import { FilterBar } from './filter-bar.tsx'
import { readFilter, writeFilter, type ActivityFilter } from './filter.ts'
import { OperationList } from './operation-list.tsx'
import { OperationPanel } from './operation-panel.tsx'
import classes from './activity-page.module.css'

/** Everything that Crosstie did, as it happens; one operation opens beside the list. */
export function ActivityPage() {
  const { id } = useParams()
  const [query, setQuery] = useSearchParams()
  const filter = useMemo(() => readFilter(query), [query])
  const setFilter = useCallback((next: ActivityFilter) => setQuery(writeFilter(next), { replace: true }), [setQuery])
  const close = useClose(query)
  return (
    <div className={classes['activity']} data-open={id !== undefined}>
      <title>Activity · Crosstie</title>
      <VisuallyHidden component="h1">Activity</VisuallyHidden>
      <div className={classes['list']}>
        <header className={classes['head']}>
          <div className={classes['titles']}>
            <span className={classes['title']} aria-hidden="true">
              Activity
            </span>
            <LiveMark />
          </div>
          <FilterBar filter={filter} onChange={setFilter} />
        </header>
        <OperationList
          filter={filter}
          openId={id}
          onClose={close}
          onClearFilter={() => setQuery(new URLSearchParams())}
        />
      </div>
      {id !== undefined && <OperationPanel key={id} id={id} onClose={close} />}
    </div>
  )
}

function useClose(query: URLSearchParams): () => void {
  const navigate = useNavigate()
  return useCallback(() => void navigate({ pathname: '/activity', search: query.toString() }), [navigate, query])
}

function LiveMark() {
  const state = useFeedState()
  return (
    <span className={classes['live']} data-state={state}>
      {state === 'live' ? 'Live' : 'Connecting…'}
    </span>
  )
}
