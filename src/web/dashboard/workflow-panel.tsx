import type { WorkflowCard } from '../../api/dashboard.ts'
import { formatNumber } from '../parts/format.ts'
import { Tag } from '../parts/verdict-badge.tsx'
import { FlowLine } from './flow-line.tsx'
import { SideBox } from './side-box.tsx'
import { WorkflowButtons } from './workflow-buttons.tsx'
import classes from './workflow-panel.module.css'

const tones = { active: 'good', paused: 'warn', draft: 'quiet' } as const
const names = { active: 'Active', paused: 'Paused', draft: 'Draft' } as const

/** A workflow: both its sides, and what flows between them. */
export function WorkflowPanel({ workflow }: { readonly workflow: WorkflowCard }) {
  const { state, queue } = workflow
  return (
    <section className={classes['panel']} aria-label={`Workflow ${workflow.name}`}>
      <header className={classes['head']}>
        <h2 className={classes['name']}>{workflow.name}</h2>
        <Tag tone={tones[state.kind]}>{names[state.kind]}</Tag>
        <span className={classes['version']}>Version {workflow.version}</span>
        <WorkflowButtons workflow={workflow} />
      </header>
      {state.kind === 'paused' && <p className={classes['paused']}>Paused: {state.reason}</p>}
      <div className={classes['body']}>
        <SideBox side={workflow.left} />
        <ul className={classes['flows']}>
          {workflow.flows.map((flow) => (
            <FlowLine key={flow.name} flow={flow} />
          ))}
        </ul>
        <SideBox side={workflow.right} />
      </div>
      <dl className={classes['foot']}>
        <Fact term="Pairs" value={workflow.pairs} />
        <Fact term="Running" value={queue.running} />
        <Fact term="Waiting" value={queue.waiting} />
        <Fact term="Delayed" value={queue.delayed} />
        <Fact term="Needs attention" value={workflow.attention} />
      </dl>
    </section>
  )
}

function Fact({ term, value }: { readonly term: string; readonly value: number }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{formatNumber(value)}</dd>
    </div>
  )
}
