import { readThroughput, type readDashboard } from '../../api/dashboard.ts'
import type { OutputOf } from '../../api/endpoint.ts'
import { useEndpoint } from '../api/use-endpoint.ts'
import { formatDuration, formatNumber } from '../parts/format.ts'
import classes from './dashboard.module.css'

/** The four numbers that tell how the day goes. */
export function Figures({
  dashboard: { workflows, attention },
}: {
  readonly dashboard: OutputOf<typeof readDashboard>
}) {
  const { data: day } = useEndpoint(readThroughput, { range: 'day' })
  const flows = workflows.flatMap((workflow) => workflow.flows)
  const created = sum(flows.map((flow) => flow.created))
  const updated = sum(flows.map((flow) => flow.updated))
  const latency = day?.latency
  return (
    <div className={classes['figures']}>
      <Figure
        label="Records tied together"
        value={formatNumber(sum(workflows.map(({ pairs }) => pairs)))}
        note={workflows.length === 1 ? 'in one workflow' : `in ${workflows.length} workflows`}
      />
      <Figure
        label="Written in 24 hours"
        value={formatNumber(created + updated)}
        note={`${formatNumber(created)} created, ${formatNumber(updated)} updated`}
      />
      <Figure
        label="Change to written"
        value={latency ? formatDuration(latency.p50) : '–'}
        note={latency ? `95 of 100 within ${formatDuration(latency.p95)}` : 'Nothing in 24 hours'}
      />
      <Figure
        label="Needs attention"
        value={formatNumber(attention.total)}
        note={attention.total === 0 ? 'Nothing waits for a person' : 'Holds up nothing else'}
        tone={attention.total === 0 ? undefined : 'bad'}
      />
    </div>
  )
}

interface FigureProps {
  readonly label: string
  readonly value: string
  readonly note: string
  readonly tone?: 'bad' | undefined
}

function Figure({ label, value, note, tone }: FigureProps) {
  return (
    <div className={classes['figure']}>
      <p className={classes['figureLabel']}>{label}</p>
      <p className={classes['figureValue']} data-tone={tone}>
        {value}
      </p>
      <p className={classes['figureNote']}>{note}</p>
    </div>
  )
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}
