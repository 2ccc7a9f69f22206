import type { Generated, JSONColumnType } from 'kysely'

/** Which record of a pair: `left` is of the workflow's first system, `right` of its second. */
export type SideColumn = 'left' | 'right'

export type SystemState =
  | { readonly kind: 'ready' }
  | { readonly kind: 'unreachable'; readonly since: string; readonly reason: string }
  | { readonly kind: 'paused'; readonly since: string; readonly reason: string }

export type WorkflowState =
  | { readonly kind: 'draft' }
  | { readonly kind: 'active'; readonly since: string }
  | { readonly kind: 'paused'; readonly since: string; readonly reason: string }

export type Role = 'viewer' | 'operator' | 'editor' | 'admin'

/** The tables as migration 0001 makes them; what each column means stands there. */
export interface Database {
  keys: { id: number; purpose: 'hash' | 'seal'; sealed: Buffer; created_at: Date }
  systems: {
    id: string
    name: string
    kind: string
    environment: 'production' | 'staging' | 'sandbox'
    settings: JSONColumnType<object>
    secrets: Buffer
    managed: Generated<boolean>
    site_id: string | null
    site_url: string | null
    state: JSONColumnType<SystemState>
    created_at: Date
  }
  workflows: {
    id: string
    name: string
    managed: Generated<boolean>
    left_system: string
    right_system: string
    state: JSONColumnType<WorkflowState>
    version: number
    created_at: Date
  }
  workflow_versions: {
    workflow_id: string
    version: number
    document: JSONColumnType<object>
    author: string
    note: string
    created_at: Date
  }
  pairs: {
    id: string
    workflow_id: string
    left_id: string | null
    right_id: string | null
    left_key: string | null
    right_key: string | null
    left_url: string | null
    right_url: string | null
    ended: 'unlinked' | 'deleted' | 'merged' | null
    attempts: Generated<number>
    read_at: Date | null
    created_at: Date
    linked_at: Date | null
  }
  signals: {
    id: Generated<string>
    workflow_id: string
    side: SideColumn
    record_id: string
    pair_id: string | null
    action: string
    trigger: string
    stamp: Date
    received_at: Date
    closed_at: Date | null
    verdict: string | null
    operation_id: string | null
  }
  agreements: {
    pair_id: string
    mapping: string
    source_hashes: JSONColumnType<Record<string, string>>
    target_hash: string
    fingerprint: string
  }
  intents: {
    id: string
    pair_id: string
    run: string
    kind: 'create' | 'update' | 'transition'
    side: SideColumn
    marker: string | null
    entries: JSONColumnType<object[]>
    created_at: Date
  }
  cursors: {
    workflow_id: string
    action: string
    watermark: Date | null
    polled_at: Date | null
    failure: string | null
  }
  seen: { workflow_id: string; action: string; record_id: string; stamp: Date }
  coverage: {
    id: Generated<string>
    workflow_id: string
    action: string
    covered_from: Date | null
    covered_to: Date
    polled_at: Date
    found: number
    signalled: number
  }
  operations: {
    id: string
    at: Date
    started_at: Date
    workflow_id: string
    version: number
    pair_id: string | null
    action: string | null
    trigger: string | null
    left_id: string | null
    left_key: string | null
    right_id: string | null
    right_key: string | null
    verdict: string
    summary: string
    attempt: number
    latency_ms: number | null
    stages: JSONColumnType<object[]>
    failure: JSONColumnType<object> | null
  }
  exchanges: {
    id: string
    at: Date
    system: string
    method: string
    url: string
    status: number | null
    duration_ms: number
    error: string | null
    bodies: Buffer
    operations: string[]
  }
  attention: {
    id: string
    workflow_id: string
    pair_id: string | null
    record_id: string | null
    cause: string
    kind: string
    message: string
    hint: string | null
    detail: JSONColumnType<object>
    opened_at: Date
    resolved_at: Date | null
  }
  users: { id: string; email: string; name: string; password_hash: string; role: Role; created_at: Date }
  sessions: { token_hash: string; user_id: string | null; role: Role; created_at: Date; expires_at: Date }
  one_time_links: {
    token_hash: string
    purpose: 'first-admin' | 'sign-in'
    created_at: Date
    expires_at: Date
    used_at: Date | null
  }
}
