import { SegmentedControl, Skeleton } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import { readThroughput } from '../../api/dashboard.ts'
import { useEndpoint } from '../api/use-endpoint.ts'
import { ErrorPanel } from '../parts/error-panel.tsx'
import { formatDuration } from '../parts/format.ts'
import { Panel } from '../parts/panel.tsx'
import { chartHeight } from './chart-height.ts'

const ThroughputChart = lazy(() => import('./throughput-chart.tsx'))

const ranges = [
  { value: 'hour', label: '1 hour' },
  { value: 'day', label: '24 hours' },
] as const

export function ThroughputPanel() {
  const [range, setRange] = useState<'hour' | 'day'>('hour')
  const { data, isError, error, refetch } = useEndpoint(readThroughput, { range }, { refetchInterval: 30_000 })
  const latency = data?.latency
  return (
    <Panel
      title="Throughput"
      note={latency && `latency ${formatDuration(latency.p50)} median, ${formatDuration(latency.p95)} at 95 %`}
      actions={
        <SegmentedControl
          size="xs"
          aria-label="Time shown"
          value={range}
          onChange={(value) => setRange(value)}
          data={[...ranges]}
        />
      }
    >
      {isError ? (
        <ErrorPanel error={error} onRetry={() => void refetch()} />
      ) : (
        <Suspense fallback={<Skeleton height={chartHeight} />}>
          {data ? <ThroughputChart buckets={data.buckets} range={range} /> : <Skeleton height={chartHeight} />}
        </Suspense>
      )}
    </Panel>
  )
}
