import { Skeleton } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { readDashboard, readThroughput } from '../../api/dashboard.ts'
import type { OutputOf } from '../../api/endpoint.ts'
import { useLiveOperations } from '../api/live-feed.ts'
import { useEndpoint } from '../api/use-endpoint.ts'
import { ErrorPanel } from '../parts/error-panel.tsx'
import { Page } from '../parts/page.tsx'
import { AttentionPanel } from './attention-panel.tsx'
import { BudgetPanel } from './budget-panel.tsx'
import { FailurePanel } from './failure-panel.tsx'
import { Figures } from './figures.tsx'
import { GapPanel } from './gap-panel.tsx'
import { NoWorkflows } from './no-workflows.tsx'
import { throttled } from './throttled.ts'
import { ThroughputPanel } from './throughput-panel.tsx'
import { WorkflowPanel } from './workflow-panel.tsx'
import classes from './dashboard.module.css'

const refetchMs = 15_000
const liveEveryMs = 2_000

export function DashboardPage() {
  const dashboard = useEndpoint(readDashboard, {}, { refetchInterval: refetchMs })
  useRefreshOnOperations()
  return (
    <Page title="Dashboard" subtitle={dashboard.data && <Sentence dashboard={dashboard.data} />}>
      {dashboard.data ? (
        <Panels dashboard={dashboard.data} />
      ) : dashboard.isError ? (
        <ErrorPanel error={dashboard.error} onRetry={() => void dashboard.refetch()} />
      ) : (
        <Loading />
      )}
    </Page>
  )
}

type Dashboard = OutputOf<typeof readDashboard>

function Panels({ dashboard }: { readonly dashboard: Dashboard }) {
  if (dashboard.workflows.length === 0) return <NoWorkflows />
  return (
    <div className={classes['panels']}>
      <Figures dashboard={dashboard} />
      {dashboard.workflows.map((workflow) => (
        <WorkflowPanel key={workflow.id} workflow={workflow} />
      ))}
      <div className={classes['wide']}>
        <ThroughputPanel />
        <AttentionPanel attention={dashboard.attention} />
      </div>
      <div className={classes['thirds']}>
        <FailurePanel byKind={dashboard.attention.byKind} />
        <BudgetPanel budgets={dashboard.budgets} />
        <GapPanel gaps={dashboard.gaps} />
      </div>
    </div>
  )
}

function Sentence({ dashboard: { workflows, attention } }: { readonly dashboard: Dashboard }) {
  if (workflows.length === 0) return 'Nothing is connected yet.'
  if (attention.total === 0) return 'Everything that was seen is in step.'
  return `${attention.total} ${attention.total === 1 ? 'problem needs' : 'problems need'} a person; everything else goes on.`
}

function useRefreshOnOperations(): void {
  const client = useQueryClient()
  const refresh = useMemo(
    () =>
      throttled(() => {
        void client.invalidateQueries({ queryKey: [readDashboard.path] })
        void client.invalidateQueries({ queryKey: [readThroughput.path] })
      }, liveEveryMs),
    [client],
  )
  useLiveOperations(refresh)
}

function Loading() {
  return (
    <div className={classes['panels']} aria-busy="true" aria-label="Loading the dashboard">
      <div className={classes['figures']}>
        {[1, 2, 3, 4].map((each) => (
          <Skeleton key={each} height={92} radius="lg" />
        ))}
      </div>
      <Skeleton height={240} radius="lg" />
      <Skeleton height={300} radius="lg" />
    </div>
  )
}
