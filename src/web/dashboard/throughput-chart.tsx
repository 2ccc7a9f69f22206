import '@mantine/charts/styles.layer.css'
import { BarChart } from '@mantine/charts'
import { VisuallyHidden } from '@mantine/core'
import type { Bucket } from '../../api/dashboard.ts'
import { chartHeight } from './chart-height.ts'
import { formatTime } from '../parts/format.ts'
import { useNow } from '../parts/age.tsx'

const series = [
  { name: 'created', label: 'Created', color: 'var(--good-strong)' },
  { name: 'updated', label: 'Updated', color: 'var(--info-strong)' },
  { name: 'attention', label: 'Needs attention', color: 'var(--bad-strong)' },
]

export interface ThroughputChartProps {
  readonly buckets: readonly Bucket[]
  readonly range: 'hour' | 'day'
}

/** Stacked bars, a minute or an hour each. A page of its own in the build: the charts weigh more than the rest. */
export default function ThroughputChart({ buckets, range }: ThroughputChartProps) {
  const now = useNow()
  const data = buckets.map((bucket) => ({ ...bucket, time: formatTime(bucket.at, now) }))
  return (
    <figure style={{ margin: 0 }}>
      <VisuallyHidden component="figcaption">{sentence(buckets, range)}</VisuallyHidden>
      <div aria-hidden="true">
        <BarChart
          h={chartHeight}
          data={data}
          dataKey="time"
          type="stacked"
          series={series}
          withLegend
          legendProps={{ verticalAlign: 'bottom', height: 32 }}
          tickLine="none"
          gridAxis="x"
          gridColor="var(--line)"
          textColor="var(--muted)"
          maxBarWidth={22}
          barProps={{ isAnimationActive: false }}
          barChartProps={{ accessibilityLayer: false }}
          yAxisProps={{ allowDecimals: false, width: 36 }}
          xAxisProps={{ minTickGap: 40 }}
        />
      </div>
    </figure>
  )
}

function sentence(buckets: readonly Bucket[], range: 'hour' | 'day'): string {
  const total = (key: 'created' | 'updated' | 'attention') => buckets.reduce((sum, bucket) => sum + bucket[key], 0)
  const span = range === 'hour' ? 'the last hour' : 'the last 24 hours'
  return `In ${span}: ${total('created')} created, ${total('updated')} updated, ${total('attention')} came to need attention.`
}
