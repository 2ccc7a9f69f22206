import { z } from 'zod'
import { Decision, type Operation, type Stage } from '../../api/operations.ts'
import { DecisionTable } from './decision-table.tsx'
import { StageTimeline } from './stage-timeline.tsx'
import classes from './overview-tab.module.css'

export function OverviewTab({ operation }: { readonly operation: Operation }) {
  const decisions = decisionsOf(operation.stages)
  return (
    <div className={classes['overview']}>
      <section aria-labelledby="timeline-title">
        <h3 id="timeline-title" className={classes['title']}>
          Timeline
        </h3>
        <StageTimeline stages={operation.stages} />
      </section>
      {decisions.length > 0 && (
        <section aria-labelledby="decisions-title">
          <h3 id="decisions-title" className={classes['title']}>
            Field by field
          </h3>
          <DecisionTable decisions={decisions} systems={operation.systems} />
        </section>
      )}
    </div>
  )
}

const PlanDetail = z.object({ decisions: z.array(Decision) })

/** What the plans decided, or nothing where the run ended before one. */
function decisionsOf(stages: readonly Stage[]): readonly Decision[] {
  return stages.flatMap(({ detail }) => PlanDetail.safeParse(detail).data?.decisions ?? [])
}
