import type { Decision, Operation } from '../../api/operations.ts'
import { Tag } from '../parts/verdict-badge.tsx'
import { Value } from './value.tsx'
import classes from './decision-table.module.css'

/** How the planner's words are said and coloured; one that is not here is shown as it is. */
const looks: Readonly<Record<string, { readonly name: string; readonly tone: string }>> = {
  write: { name: 'Written', tone: 'info' },
  agreed: { name: 'Agreed', tone: 'good' },
  keep: { name: 'Kept', tone: 'quiet' },
  leave: { name: 'Kept', tone: 'quiet' },
  defer: { name: 'Left to the other direction', tone: 'quiet' },
  drift: { name: 'Drifted', tone: 'quiet' },
  'no-opinion': { name: 'No opinion', tone: 'quiet' },
  ask: { name: 'Conflict', tone: 'warn' },
  conflict: { name: 'Conflict', tone: 'warn' },
  error: { name: 'Error', tone: 'bad' },
}

const loud: ReadonlySet<string> = new Set(['write', 'ask', 'conflict', 'error'])

export interface DecisionTableProps {
  readonly decisions: readonly Decision[]
  readonly systems: Operation['systems']
}

/** What the plan decided for each field, and why; what is written comes first. */
export function DecisionTable({ decisions, systems }: DecisionTableProps) {
  const ordered = decisions.toSorted((a, b) => Number(isQuiet(a)) - Number(isQuiet(b)))
  return (
    <div className={classes['scroll']} tabIndex={0} role="region" aria-label="Decisions, field by field">
      <table className={classes['table']}>
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Source</th>
            <th scope="col">Target</th>
            <th scope="col">Wanted</th>
            <th scope="col">Decision</th>
          </tr>
        </thead>
        <tbody>
          {ordered.map((decision) => (
            <DecisionRow key={decision.mapping} decision={decision} system={systemOf(decision, systems)} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function DecisionRow({ decision, system }: { readonly decision: Decision; readonly system: string }) {
  const { field, source, target, wanted, verdict, reason } = decision
  return (
    <tr data-quiet={isQuiet(decision)}>
      <th scope="row">
        {field}
        <span className={classes['system']}>in {system}</span>
      </th>
      <td>
        <Value value={source} />
      </td>
      <td>
        <Value value={target} />
      </td>
      <td>
        <Value value={wanted} />
      </td>
      <td className={classes['decision']}>
        <Tag tone={looks[verdict]?.tone}>{looks[verdict]?.name ?? verdict}</Tag>
        <span className={classes['reason']}>{reason}</span>
      </td>
    </tr>
  )
}

function isQuiet({ verdict }: Decision): boolean {
  return !loud.has(verdict)
}

function systemOf({ side }: Decision, systems: Operation['systems']): string {
  return side === 'left' ? systems.left.name : side === 'right' ? systems.right.name : side
}
