import type { Budget } from '../../api/dashboard.ts'
import { EmptyState } from '../parts/empty-state.tsx'
import { formatNumber } from '../parts/format.ts'
import { ClockIcon } from '../parts/icons.tsx'
import { Panel } from '../parts/panel.tsx'
import { Meter } from './meter.tsx'
import classes from './dashboard.module.css'

/** What is left of each system's quotas. */
export function BudgetPanel({ budgets }: { readonly budgets: readonly Budget[] }) {
  return (
    <Panel title="API budget left" flush>
      {budgets.length === 0 ? (
        <EmptyState title="Not known yet" icon={<ClockIcon size={22} />}>
          The systems tell with their first answers.
        </EmptyState>
      ) : (
        <ul className={classes['rows']}>
          {budgets.map((budget) => (
            <BudgetRow key={`${budget.system}/${budget.name}`} budget={budget} />
          ))}
        </ul>
      )}
    </Panel>
  )
}

function BudgetRow({ budget: { system, name, used, limit } }: { readonly budget: Budget }) {
  const left = Math.max(0, limit - used)
  const share = limit === 0 ? 0 : left / limit
  return (
    <li>
      <div className={classes['quietRow']}>
        <span>{system}</span>
        <span className={classes['numbers']}>
          {formatNumber(left)} <span className={classes['muted']}>of {formatNumber(limit)}</span>
        </span>
      </div>
      <span className={classes['muted']}>{name}</span>
      <Meter share={share} tone={share < 0.1 ? 'bad' : share < 0.3 ? 'warn' : 'good'} />
    </li>
  )
}
