import { failureNames } from '../parts/failure-names.ts'
import { formatNumber } from '../parts/format.ts'
import { EmptyState } from '../parts/empty-state.tsx'
import { CheckIcon } from '../parts/icons.tsx'
import { Panel } from '../parts/panel.tsx'
import { Meter } from './meter.tsx'
import classes from './dashboard.module.css'

/** What is open, by kind of failure, most frequent first. */
export function FailurePanel({ byKind }: { readonly byKind: Readonly<Record<string, number>> }) {
  const kinds = Object.entries(byKind).sort(([, a], [, b]) => b - a)
  const most = Math.max(...kinds.map(([, items]) => items))
  return (
    <Panel title="Failures by kind" flush>
      {kinds.length === 0 ? (
        <EmptyState title="No open failures" icon={<CheckIcon size={22} />} />
      ) : (
        <ul className={classes['rows']}>
          {kinds.map(([kind, items]) => (
            <li key={kind}>
              <div className={classes['quietRow']}>
                <span>{failureNames[kind] ?? kind}</span>
                <span className={classes['numbers']}>{formatNumber(items)}</span>
              </div>
              <Meter share={items / most} tone="bad" />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
