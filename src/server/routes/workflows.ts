import type { FastifyInstance } from 'fastify'
import { activateWorkflow, listWorkflows, pauseWorkflow, pollWorkflow } from '../../api/workflows.ts'
import type { Store } from '../../store/store.ts'
import type { EngineControl } from '../engine-control.ts'
import { Refusal } from '../errors.ts'
import { serve } from '../serve.ts'

export interface WorkflowNeeds {
  readonly store: Store
  readonly engine: EngineControl
}

export function serveWorkflows(app: FastifyInstance, { store: { db }, engine }: WorkflowNeeds): void {
  serve(app, listWorkflows, async () => ({
    workflows: await db.selectFrom('workflows').select(['id', 'name', 'state']).orderBy('name').execute(),
  }))

  serve(app, pollWorkflow, async ({ id }) => {
    const { state } = await workflow(id)
    if (state.kind !== 'active') throw new Refusal(409, 'Only an active workflow polls.', 'Activate it first.')
    await engine.pollNow(id)
    return {}
  })

  serve(app, pauseWorkflow, async ({ id, reason }) => {
    await workflow(id)
    await engine.pauseWorkflow(id, reason)
    return {}
  })

  serve(app, activateWorkflow, async ({ id }) => {
    await workflow(id)
    await engine.activateWorkflow(id)
    return {}
  })

  async function workflow(id: string) {
    const found = await db.selectFrom('workflows').select(['id', 'state']).where('id', '=', id).executeTakeFirst()
    if (!found) throw new Refusal(404, 'There is no such workflow.', 'It may have been removed; reload the page.')
    return found
  }
}
