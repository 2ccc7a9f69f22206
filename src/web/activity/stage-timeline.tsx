import type { Stage } from '../../api/operations.ts'
import { formatDuration, formatExact } from '../parts/format.ts'
import classes from './stage-timeline.module.css'

const names: Readonly<Record<string, string>> = {
  collect: 'Collect',
  read: 'Read',
  filter: 'Filter',
  correlate: 'Correlate',
  plan: 'Plan',
  deliver: 'Deliver',
  respond: 'Respond',
  settle: 'Settle',
}

/** The stages in order, each with what it found and how long it took, against the longest. */
export function StageTimeline({ stages }: { readonly stages: readonly Stage[] }) {
  const longest = Math.max(1, ...stages.map(({ ms }) => ms))
  return (
    <ol className={classes['timeline']}>
      {stages.map((stage) => (
        <li key={`${stage.stage} ${stage.at}`} className={classes['stage']}>
          <span className={classes['name']} title={formatExact(stage.at)}>
            {names[stage.stage] ?? stage.stage}
          </span>
          <span className={classes['summary']}>{stage.summary}</span>
          <span className={classes['bar']} aria-hidden="true">
            <span style={{ width: `${(stage.ms / longest) * 100}%` }} />
          </span>
          <span className={classes['duration']}>{formatDuration(stage.ms)}</span>
        </li>
      ))}
    </ol>
  )
}
