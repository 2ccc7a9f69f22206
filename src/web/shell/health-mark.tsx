import { Tooltip } from '@mantine/core'
import type { Health, Status } from '../../api/status.ts'
import { useSystemStatus } from './system-status.ts'
import classes from './top-bar.module.css'

const words: Readonly<Record<Health, string>> = { ok: 'All flowing', degraded: 'Partly held up', down: 'Nothing flows' }

/** Whether everything flows, and on hover what does not. */
export function HealthMark() {
  const { data: status } = useSystemStatus()
  if (!status) return null
  return (
    <Tooltip label={reasonFor(status)} multiline maw={320} withinPortal>
      <span
        className={classes['mark']}
        tabIndex={0}
        role="note"
        aria-label={`${words[status.health]}. ${reasonFor(status)}`}
      >
        <span className={classes['dot']} data-health={status.health} />
        {words[status.health]}
      </span>
    </Tooltip>
  )
}

function reasonFor({ systems, workflows }: Status): string {
  const held = systems.flatMap(({ name, state }) =>
    state.kind === 'ready' ? [] : [`${name} is ${state.kind}: ${state.reason}`],
  )
  const failures = workflows.flatMap(({ actions }) =>
    actions.flatMap(({ name, failure }) => (failure === null ? [] : [`${name} could not poll: ${failure}`])),
  )
  return [...held, ...failures].join(' ') || 'Every connected system answers and every poll completes.'
}
