import { BothWaysIcon } from '../parts/icons.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import classes from './workflow-panel.module.css'

export function NoWorkflows() {
  return (
    <div className={classes['panel']}>
      <EmptyState title="No workflow yet" icon={<BothWaysIcon size={22} />}>
        A workflow ties one kind of record in Salesforce to one in Jira. Describe your systems and workflows in an
        installation file and start Crosstie with <code>crosstie start --config FILE</code>, or see it at work with
        sandboxes: <code>npm run demo</code>.
      </EmptyState>
    </div>
  )
}
