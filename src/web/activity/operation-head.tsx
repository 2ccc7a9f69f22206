import type { Operation, OperationFailure } from '../../api/operations.ts'
import { Age } from '../parts/age.tsx'
import { CopyText } from '../parts/copy-text.tsx'
import { failureNames } from '../parts/failure-names.ts'
import { formatDuration } from '../parts/format.ts'
import { RecordKeys } from '../parts/record-keys.tsx'
import { VerdictBadge } from '../parts/verdict-badge.tsx'
import classes from './operation-head.module.css'

/** What came of it, for which records, when and how. */
export function OperationHead({ operation }: { readonly operation: Operation }) {
  const { verdict, summary, left, right, at, failure } = operation
  return (
    <header className={classes['head']}>
      <div className={classes['line']}>
        <VerdictBadge verdict={verdict} />
        <span className={classes['muted']}>
          <Age at={at} />
        </span>
        <CopyText text={`${window.location.origin}/activity/${operation.id}`} label="Copy the link to this operation" />
      </div>
      <h2 className={classes['summary']}>{summary}</h2>
      <RecordKeys left={left} right={right} />
      <Facts operation={operation} />
      {failure && <FailureNote failure={failure} isSaid={failure.message === summary} />}
    </header>
  )
}

interface FailureNoteProps {
  readonly failure: OperationFailure
  /** The heading says the message already. */
  readonly isSaid: boolean
}

function FailureNote({ failure: { kind, message, hint, fields }, isSaid }: FailureNoteProps) {
  return (
    <div className={classes['failure']}>
      <p className={classes['failureKind']}>{failureNames[kind] ?? kind}</p>
      {!isSaid && <p>{message}</p>}
      {hint !== null && <p>{hint}</p>}
      <FieldProblems fields={fields} />
    </div>
  )
}

function FieldProblems({ fields }: { readonly fields: Readonly<Record<string, string>> }) {
  const problems = Object.entries(fields)
  if (problems.length === 0) return null
  return (
    <ul className={classes['problems']}>
      {problems.map(([field, message]) => (
        <li key={field}>
          <code>{field}</code>: {message}
        </li>
      ))}
    </ul>
  )
}

function Facts({ operation }: { readonly operation: Operation }) {
  const { workflow, version, action, trigger, latencyMs, attempt } = operation
  const facts = [
    ['Workflow', `${workflow.name}, version ${version}`],
    ['Action', action],
    ['Noticed by', trigger],
    ['From change to end', latencyMs === null ? null : formatDuration(latencyMs)],
    ['Attempt', attempt > 1 ? String(attempt) : null],
  ] as const
  return (
    <dl className={classes['facts']}>
      {facts.map(([term, value]) =>
        value === null ? null : (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  )
}
