import type { Side } from '../../api/dashboard.ts'
import { SystemMark } from '../parts/system-mark.tsx'
import { Tag } from '../parts/verdict-badge.tsx'
import classes from './workflow-panel.module.css'

const stateNames = { ready: 'Connected', unreachable: 'Unreachable', paused: 'Paused' } as const
const stateTones = { ready: 'good', unreachable: 'bad', paused: 'warn' } as const

/** One side of a workflow: the system, the kind of record, and how it does. */
export function SideBox({ side }: { readonly side: Side }) {
  const { state } = side
  return (
    <div className={classes['side']}>
      <div className={classes['sideHead']}>
        <SystemMark kind={side.kind} />
        <div className={classes['sideNames']}>
          <p className={classes['entity']}>{side.entity}</p>
          <p className={classes['system']}>
            {side.url === null ? (
              side.system
            ) : (
              <a href={side.url} target="_blank" rel="noreferrer">
                {side.system}
              </a>
            )}
          </p>
        </div>
      </div>
      <Tag tone={stateTones[state.kind]}>{stateNames[state.kind]}</Tag>
      {state.kind !== 'ready' && <p className={classes['reason']}>{state.reason}</p>}
    </div>
  )
}
