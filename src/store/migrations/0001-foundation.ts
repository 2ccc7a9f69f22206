import { sql, type Kysely } from 'kysely'

/** Creates every table of the first release. Locks nothing: the tables are new. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table keys (
    id smallint primary key,               -- named by each hash and each sealed value
    purpose text not null check (purpose in ('hash', 'seal')),
    sealed bytea not null,                 -- the key itself, sealed by the key of the key file
    created_at timestamptz not null
  )`,
  `create table systems (
    id uuid primary key,
    name text not null unique,
    kind text not null,                    -- 'jira', 'salesforce'
    environment text not null check (environment in ('production', 'staging', 'sandbox')),
    settings jsonb not null,               -- everything but the secrets
    secrets bytea not null,                -- sealed JSON
    managed boolean not null default false,-- by an installation file: read-only in the web app
    site_id text,                          -- Salesforce organization id, Jira cloud id; known after the first sign-in
    site_url text,
    state jsonb not null,                  -- {kind: ready} | {kind: unreachable, since, reason} | {kind: paused, since, reason}
    created_at timestamptz not null
  )`,
  `create table workflows (
    id uuid primary key,
    name text not null unique,
    managed boolean not null default false,
    left_system uuid not null references systems,
    right_system uuid not null references systems,
    state jsonb not null,                  -- {kind: draft} | {kind: active, since} | {kind: paused, since, reason}
    version integer not null,              -- the version that runs, or would run
    created_at timestamptz not null
  )`,
  `create table workflow_versions (
    workflow_id uuid not null references workflows on delete cascade,
    version integer not null,
    document jsonb not null,               -- as in a workflow file
    author text not null,
    note text not null,
    created_at timestamptz not null,
    primary key (workflow_id, version)
  )`,
  `create table pairs (
    id uuid primary key,
    workflow_id uuid not null references workflows on delete cascade,
    left_id text,                          -- identities (Salesforce 18-character id, Jira issue id), never labels
    right_id text,
    left_key text,                         -- labels: case number, issue key; they follow renames and moves
    right_key text,
    left_url text,
    right_url text,
    ended text check (ended in ('unlinked', 'deleted', 'merged')), -- tombstones stay
    attempts integer not null default 0,   -- failed runs since the last good one
    read_at timestamptz,                   -- when the agreed values were last read
    created_at timestamptz not null,
    linked_at timestamptz,
    check (left_id is not null or right_id is not null),
    unique (workflow_id, left_id),         -- one target per source ...
    unique (workflow_id, right_id)         -- ... and one source per target
  )`,
  `create table signals (
    id bigint generated always as identity primary key,
    workflow_id uuid not null references workflows on delete cascade,
    side text not null check (side in ('left', 'right')),
    record_id text not null,
    pair_id uuid references pairs on delete cascade, -- known once the record has a pair
    action text not null,
    trigger text not null,                 -- poller, listener, replay, respond, retry
    stamp timestamptz not null,            -- the change's, by its system's clock
    received_at timestamptz not null,
    closed_at timestamptz,
    verdict text,                          -- delivered, unchanged, filtered, superseded, attention ...
    operation_id uuid                      -- the run that absorbed it
  )`,
  `create index signals_open_by_pair on signals (pair_id) where closed_at is null`,
  `create index signals_open_by_record on signals (workflow_id, side, record_id) where closed_at is null`,
  `create index signals_closed on signals (closed_at) where closed_at is not null`,
  `create table agreements (
    pair_id uuid not null references pairs on delete cascade,
    mapping text not null,                 -- '<action>/<target field>'
    source_hashes jsonb not null,          -- by source field id
    target_hash text not null,
    fingerprint text not null,             -- of the mapping as it was
    primary key (pair_id, mapping)
  )`,
  `create table intents (
    id uuid primary key,
    pair_id uuid not null references pairs on delete cascade,
    run uuid not null,
    kind text not null check (kind in ('create', 'update', 'transition')),
    side text not null check (side in ('left', 'right')), -- the side that is written
    marker text,                           -- of a create
    entries jsonb not null,                -- per mapping: source hashes rested on, hash sent, old agreed hash
    created_at timestamptz not null
  )`,
  `create index intents_by_pair on intents (pair_id)`,
  `create table cursors (
    workflow_id uuid not null references workflows on delete cascade,
    action text not null,
    watermark timestamptz,                 -- the system's clock; null: nothing covered yet
    polled_at timestamptz,                 -- ours, when the last complete poll ended
    failure text,                          -- why the last poll did not complete
    primary key (workflow_id, action)
  )`,
  `create table seen (                     -- changes already signalled, within the overlap of the polls
    workflow_id uuid not null references workflows on delete cascade,
    action text not null,
    record_id text not null,
    stamp timestamptz not null,
    primary key (workflow_id, action, record_id, stamp)
  )`,
  `create table coverage (                 -- the interval that each complete poll covered
    id bigint generated always as identity primary key,
    workflow_id uuid not null references workflows on delete cascade,
    action text not null,
    covered_from timestamptz,              -- null: from the beginning
    covered_to timestamptz not null,
    polled_at timestamptz not null,
    found integer not null,
    signalled integer not null
  )`,
  `create index coverage_by_action on coverage (workflow_id, action, polled_at)`,
  `create table operations (
    id uuid not null,
    at timestamptz not null,               -- when it ended; the partition key
    started_at timestamptz not null,
    workflow_id uuid not null,
    version integer not null,
    pair_id uuid,
    action text,                           -- of the first signal absorbed
    trigger text,
    left_id text,
    left_key text,
    right_id text,
    right_key text,
    verdict text not null,                 -- created, updated, unchanged, filtered, waiting, attention, retrying
    summary text not null,                 -- one sentence for people
    attempt integer not null,
    latency_ms integer,                    -- from the first signal to the end
    stages jsonb not null,                 -- timeline, decisions, payloads in and out
    failure jsonb,
    primary key (id, at)
  ) partition by range (at)`,
  `create table operations_rest partition of operations default`,
  `create index operations_by_time on operations (at desc)`,
  `create index operations_by_pair on operations (pair_id, at desc)`,
  `create table exchanges (
    id uuid not null,
    at timestamptz not null,
    system text not null,
    method text not null,
    url text not null,
    status integer,
    duration_ms integer not null,
    error text,
    bodies bytea not null,                 -- compressed JSON: headers and bodies of both ways, redacted and capped
    operations uuid[] not null,
    primary key (id, at)
  ) partition by range (at)`,
  `create table exchanges_rest partition of exchanges default`,
  `create index exchanges_by_operation on exchanges using gin (operations)`,
  `create table attention (
    id uuid primary key,
    workflow_id uuid not null references workflows on delete cascade,
    pair_id uuid references pairs on delete cascade,
    record_id text,                        -- where there is no pair yet
    cause text not null,                   -- what tells two problems of one pair apart
    kind text not null,                    -- a failure kind, conflict, copy, ambiguous, crash
    message text not null,
    hint text,
    detail jsonb not null,
    opened_at timestamptz not null,
    resolved_at timestamptz
  )`,
  `create unique index attention_open on attention (workflow_id, coalesce(pair_id::text, record_id), cause) where resolved_at is null`,
  `create table users (
    id uuid primary key,
    email text not null unique,
    name text not null,
    password_hash text not null,
    role text not null check (role in ('viewer', 'operator', 'editor', 'admin')),
    created_at timestamptz not null
  )`,
  `create table sessions (
    token_hash text primary key,
    user_id uuid references users on delete cascade, -- null: a one-time link's guest, with its role
    role text not null,
    created_at timestamptz not null,
    expires_at timestamptz not null
  )`,
  `create table one_time_links (
    token_hash text primary key,
    purpose text not null check (purpose in ('first-admin', 'sign-in')),
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz
  )`,
]
