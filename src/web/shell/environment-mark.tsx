import type { Status } from '../../api/status.ts'
import { useSystemStatus } from './system-status.ts'
import classes from './top-bar.module.css'

/** What is at stake here: the most serious environment among the connected systems. */
export function EnvironmentMark() {
  const environment = gravest(useSystemStatus().data?.systems ?? [])
  if (!environment) return null
  return (
    <span className={classes['mark']} data-environment={environment} title="Environment of the connected systems">
      {names[environment]}
    </span>
  )
}

const names = { production: 'Production', staging: 'Staging', sandbox: 'Sandbox' }

function gravest(systems: Status['systems']): keyof typeof names | undefined {
  return (['production', 'staging', 'sandbox'] as const).find((each) =>
    systems.some(({ environment }) => environment === each),
  )
}
