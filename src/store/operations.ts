import type { Executor } from './store.ts'

export interface NewOperation {
  readonly id: string
  readonly at: Date
  readonly startedAt: Date
  readonly workflowId: string
  readonly version: number
  readonly pairId: string | null
  readonly action: string | null
  readonly trigger: string | null
  readonly left: { readonly id: string; readonly key: string } | undefined
  readonly right: { readonly id: string; readonly key: string } | undefined
  readonly verdict: string
  readonly summary: string
  readonly attempt: number
  readonly latencyMs: number | null
  readonly stages: readonly object[]
  readonly failure: object | null
}

export async function insertOperation(db: Executor, operation: NewOperation): Promise<void> {
  const { left, right } = operation
  await db
    .insertInto('operations')
    .values({
      id: operation.id,
      at: operation.at,
      started_at: operation.startedAt,
      workflow_id: operation.workflowId,
      version: operation.version,
      pair_id: operation.pairId,
      action: operation.action,
      trigger: operation.trigger,
      left_id: left?.id ?? null,
      left_key: left?.key ?? null,
      right_id: right?.id ?? null,
      right_key: right?.key ?? null,
      verdict: operation.verdict,
      summary: operation.summary,
      attempt: operation.attempt,
      latency_ms: operation.latencyMs,
      stages: JSON.stringify(operation.stages),
      failure: operation.failure ? JSON.stringify(operation.failure) : null,
    })
    .execute()
}
