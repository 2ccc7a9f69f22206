import { memo } from 'react'
import { Link } from 'react-router'
import type { OperationSummary } from '../../api/operations.ts'
import { Age } from '../parts/age.tsx'
import { formatDuration } from '../parts/format.ts'
import { RecordKeys } from '../parts/record-keys.tsx'
import { VerdictBadge } from '../parts/verdict-badge.tsx'
import classes from './operation-row.module.css'

export interface OperationRowProps {
  readonly operation: OperationSummary
  readonly isOpen: boolean
  /** The filter, kept while one is open. */
  readonly query: string
}

/** One line of the activity: the sentence opens the operation, the keys open the records. */
export const OperationRow = memo(function OperationRow({ operation, isOpen, query }: OperationRowProps) {
  const { id, verdict, summary, left, right, at, latencyMs } = operation
  return (
    <li className={classes['row']} data-open={isOpen}>
      <span className={classes['verdict']}>
        <VerdictBadge verdict={verdict} />
      </span>
      <span className={classes['keys']}>
        <RecordKeys left={left} right={right} />
      </span>
      <Link
        className={classes['summary']}
        to={{ pathname: `/activity/${id}`, search: query }}
        aria-current={isOpen ? 'true' : undefined}
        data-row
      >
        {summary}
      </Link>
      <span className={classes['latency']} title="From the change to written">
        {latencyMs === null ? '' : formatDuration(latencyMs)}
      </span>
      <span className={classes['age']}>
        <Age at={at} />
      </span>
    </li>
  )
})
