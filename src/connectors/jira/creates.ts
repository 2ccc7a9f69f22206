import { z } from 'zod'
import type { Clock } from '../../core/clock.ts'
import type { CreateRequest } from '../../core/connector.ts'
import { Failure } from '../../core/failure.ts'
import type { SystemRecord } from '../../core/record.ts'
import { createGatherer } from '../gather.ts'
import { bulkFetch } from './bulk-fetch.ts'
import type { Catalogue } from './catalogue.ts'
import { parseEntity } from './entity.ts'
import { complaintsIn } from './failures.ts'
import { askedFields, MARKER_PROPERTY, markerOf, wireFields, type Issue } from './issues.ts'
import type { OwnWrites } from './own-writes.ts'
import type { ProjectTypes } from './project-types.ts'
import type { Records } from './records.ts'
import type { Session } from './session.ts'

/** Most issues that one bulk create takes. */
const CREATE_MAX = 50

const BulkCreated = z.object({
  issues: z.array(z.object({ id: z.string() })),
  errors: z.array(
    z.object({
      status: z.number().catch(400),
      elementErrors: z.unknown(),
      failedElementNumber: z.number().int(),
    }),
  ),
})
/** A refusal of the call as a whole has another body than one of all its elements. */
const BulkAnswer = z.union([BulkCreated, z.unknown().transform((refusal) => ({ refusal }))])

interface Draft {
  readonly marker: string
  readonly fields: Readonly<Record<string, unknown>>
  readonly read: readonly string[]
}

export interface CreatesNeeds {
  readonly session: Session
  readonly projectKey: string
  readonly catalogue: Catalogue
  readonly types: ProjectTypes
  readonly records: Records
  readonly ownWrites: OwnWrites
  readonly system: string
  readonly clock: Clock
  readonly onIssue: (issue: Issue) => void
}

/** Creates issues, up to 50 a call, each confirmed by the marker that it carries before it counts as created. */
export function createCreates(needs: CreatesNeeds): (request: CreateRequest) => Promise<SystemRecord> {
  const { session, catalogue, types, records, ownWrites, system } = needs
  const drafts = createGatherer<Draft, Issue>({
    max: CREATE_MAX,
    clock: needs.clock,
    distinct: (draft) => draft.marker,
    run: createAndConfirm,
  })

  async function createAndConfirm(batch: readonly Draft[], operations: readonly string[]): Promise<(Issue | Error)[]> {
    const answer = await session.call({
      method: 'POST',
      path: '/issue/bulk',
      json: { issueUpdates: batch.map(issueUpdateOf) },
      effect: 'once',
      operations,
      body: BulkAnswer,
      accept: [400],
    })
    if ('refusal' in answer.body) throw wholeRefusal(answer.status, answer.body.refusal)
    const refused = new Map(
      answer.body.errors.map((error) => [error.failedElementNumber, rejection(error.status, error.elementErrors)]),
    )
    const confirmed = await confirm(answer.body.issues, batch, operations)
    return batch.map((draft, index) => refused.get(index) ?? confirmed(draft))
  }

  function wholeRefusal(status: number, body: unknown): Failure {
    if (status === 400) return rejection(status, body)
    const message = `${system} answered a bulk create with a body of another shape`
    return new Failure('connectivity', message, { status, effect: 'unknown' })
  }

  function rejection(status: number, body: unknown): Failure {
    const { messages, fields } = complaintsIn(body)
    const said = messages.join(' ') || `HTTP status ${status}`
    return new Failure('rejection', `${system}: ${said}`, { status, fields })
  }

  /** The answer lists ids without saying which draft each is; only the marker inside an issue says so. */
  async function confirm(created: readonly { id: string }[], batch: readonly Draft[], operations: readonly string[]) {
    const fields = askedFields(batch.flatMap((draft) => draft.read))
    const idsOrKeys = created.map((issue) => issue.id)
    for (const id of idsOrKeys) ownWrites.note(id)
    const fetched = idsOrKeys.length > 0 ? await fetchMarked(idsOrKeys, fields, operations) : []
    if (fetched instanceof Error) return () => unconfirmed(fetched.message)
    const byMarker = new Map(fetched.map((issue) => [markerOf(issue), issue]))
    return (draft: Draft) => byMarker.get(draft.marker) ?? unconfirmed('no issue shows its marker')
  }

  async function fetchMarked(idsOrKeys: readonly string[], fields: readonly string[], operations: readonly string[]) {
    try {
      return (await bulkFetch(session, { idsOrKeys, fields, marker: true, operations })).issues
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error))
    }
  }

  function unconfirmed(reason: string): Failure {
    return new Failure('connectivity', `${system}: the create is not confirmed: ${reason}`, { effect: 'unknown' })
  }

  return async (request) => {
    const entity = parseEntity(request.entity, needs.projectKey)
    const [type, fields] = await Promise.all([types.find(entity), wireFields(fieldsOf(request), catalogue)])
    const draft = {
      marker: request.marker.value,
      fields: { ...fields, project: { key: entity.project }, issuetype: { id: type.id } },
      read: request.read,
    }
    const issue = await drafts.load(draft, request)
    needs.onIssue(issue)
    return records.shape(issue, request.read)
  }
}

function fieldsOf({ fields, marker }: CreateRequest) {
  return marker.field === undefined ? fields : { ...fields, [marker.field]: marker.value }
}

function issueUpdateOf({ fields, marker }: Draft) {
  return { fields, properties: [{ key: MARKER_PROPERTY, value: { marker } }] }
}
