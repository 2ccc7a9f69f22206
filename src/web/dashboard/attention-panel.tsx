import { Link } from 'react-router'
import type { AttentionItem, readDashboard } from '../../api/dashboard.ts'
import type { OutputOf } from '../../api/endpoint.ts'
import { Age } from '../parts/age.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { CheckIcon } from '../parts/icons.tsx'
import { Panel } from '../parts/panel.tsx'
import { RecordKeys } from '../parts/record-keys.tsx'
import classes from './attention-panel.module.css'

type Attention = OutputOf<typeof readDashboard>['attention']

export function AttentionPanel({ attention: { total, latest } }: { readonly attention: Attention }) {
  return (
    <Panel
      title="Needs attention"
      note={total > latest.length ? `the latest ${latest.length} of ${total}` : total > 0 ? total : null}
      flush
    >
      {latest.length === 0 ? (
        <EmptyState title="Nothing waits for a person" icon={<CheckIcon size={22} />}>
          What Crosstie can not settle by itself appears here, with the reason.
        </EmptyState>
      ) : (
        <ul className={classes['items']} tabIndex={0} aria-label="Open items">
          {latest.map((item) => (
            <Item key={item.id} item={item} />
          ))}
        </ul>
      )}
    </Panel>
  )
}

function Item({ item }: { readonly item: AttentionItem }) {
  return (
    <li className={classes['item']}>
      <div className={classes['line']}>
        <RecordKeys left={item.left} right={item.right} />
        <span className={classes['age']}>
          <Age at={item.openedAt} />
        </span>
      </div>
      <p className={classes['message']}>{item.message}</p>
      {item.hint !== null && <p className={classes['hint']}>{item.hint}</p>}
      {item.operationId !== null && (
        <Link
          className={classes['more']}
          to={`/activity/${item.operationId}`}
          aria-label={`What happened: ${item.message}`}
        >
          What happened
        </Link>
      )}
    </li>
  )
}
