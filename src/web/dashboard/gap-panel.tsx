import type { Gap } from '../../api/dashboard.ts'
import { useNow } from '../parts/age.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { formatDuration, formatTime } from '../parts/format.ts'
import { CheckIcon } from '../parts/icons.tsx'
import { Panel } from '../parts/panel.tsx'
import { Tag } from '../parts/verdict-badge.tsx'
import classes from './dashboard.module.css'

/** Times without polls, and whether what happened meanwhile was caught up with. */
export function GapPanel({ gaps }: { readonly gaps: readonly Gap[] }) {
  return (
    <Panel title="Gaps in 24 hours" flush>
      {gaps.length === 0 ? (
        <EmptyState title="No gaps" icon={<CheckIcon size={22} />}>
          Every minute was polled. After an outage, the time it took and what was caught up appear here.
        </EmptyState>
      ) : (
        <ul className={classes['rows']}>
          {gaps.map((gap) => (
            <GapRow key={`${gap.workflow}/${gap.action}/${gap.to}`} gap={gap} />
          ))}
        </ul>
      )}
    </Panel>
  )
}

function GapRow({ gap: { action, from, to, covered, signalled } }: { readonly gap: Gap }) {
  const now = useNow()
  const lasted = formatDuration(new Date(to).getTime() - new Date(from).getTime())
  return (
    <li>
      <div className={classes['quietRow']}>
        <span>
          {action}, {lasted}
        </span>
        <Tag tone={covered ? 'good' : 'bad'}>{covered ? 'Caught up' : 'Not covered'}</Tag>
      </div>
      <span className={classes['muted']}>
        {formatTime(from, now)} to {formatTime(to, now)}, {signalled} {signalled === 1 ? 'change' : 'changes'} found
        after
      </span>
    </li>
  )
}
