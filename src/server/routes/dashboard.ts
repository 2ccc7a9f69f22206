import type { FastifyInstance } from 'fastify'
import { readDashboard, readThroughput } from '../../api/dashboard.ts'
import { readStatus } from '../../api/status.ts'
import type { Clock } from '../../core/clock.ts'
import type { Store } from '../../store/store.ts'
import type { EngineControl } from '../engine-control.ts'
import { readAttention } from '../reads/attention.ts'
import { readGaps } from '../reads/gaps.ts'
import * as throughput from '../reads/throughput.ts'
import { readWorkflowCards } from '../reads/workflow-cards.ts'
import { serve } from '../serve.ts'
import * as status from '../status.ts'

const dayMs = 86_400_000

export interface DashboardNeeds {
  readonly store: Store
  readonly engine: EngineControl
  readonly clock: Clock
}

export function serveDashboard(app: FastifyInstance, { store: { db }, engine, clock }: DashboardNeeds): void {
  const depthOf: status.DepthOf = (workflowId) => engine.depth(workflowId)

  serve(app, readDashboard, async () => {
    const since = new Date(clock.now().getTime() - dayMs)
    const [workflows, attention, gaps] = await Promise.all([
      readWorkflowCards(db, { depthOf, since }),
      readAttention(db),
      readGaps(db, since),
    ])
    return { workflows, attention, gaps, budgets: [...engine.budgets()] }
  })

  serve(app, readThroughput, ({ range }) => throughput.readThroughput(db, { range, now: clock.now() }))

  serve(app, readStatus, () => status.readStatus(db, depthOf))
}
