import type { Clock } from '../../core/clock.ts'
import type { UpdateRequest } from '../../core/connector.ts'
import { createGatherer, createSeries } from '../gather.ts'
import { COLLECTION_MAX, sharingRefusals, writeCollection } from './collections.ts'
import { fullId } from './ids.ts'
import { perName } from './per-name.ts'
import type { Schemas } from './schema.ts'
import type { Session } from './session.ts'
import { wireFields } from './wire-fields.ts'

/**
 * Assignment rules run on updates too unless told not to, and would take the record from its owner
 * (https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/headers_autoassign.htm).
 */
const NO_ASSIGNMENT = { 'Sforce-Auto-Assign': 'FALSE' }

interface Patch {
  readonly id: string
  readonly json: Readonly<Record<string, unknown>>
  readonly basedOn: string | undefined
}

export interface WriteNeeds {
  readonly session: Session
  readonly schemas: Schemas
  readonly clock: Clock
  /** Lets the writes to one object run one after the other. */
  readonly inTurn: <Result>(entity: string, write: () => Promise<Result>) => Promise<Result>
}

/** Updates of single records, gathered by object; a patch that is alone guards itself against newer edits. */
export function createUpdates({ session, schemas, clock, inTurn }: WriteNeeds) {
  const gathererFor = perName((entity) =>
    createGatherer<Patch, undefined>({
      max: COLLECTION_MAX,
      parallel: 1,
      clock,
      run: (patches, operations) => inTurn(entity, () => write(entity, patches, operations)),
    }),
  )

  async function write(entity: string, patches: readonly Patch[], operations: readonly string[]) {
    const [only] = patches
    if (only && patches.length === 1) return [await writeAlone(entity, only, operations)]
    return sharingRefusals(patches.length, () => writeTogether(entity, patches, operations))
  }

  async function writeAlone(entity: string, { id, json, basedOn }: Patch, operations: readonly string[]) {
    await session.call({
      what: `Updating ${entity} ${id}`,
      method: 'PATCH',
      path: `/sobjects/${encodeURIComponent(entity)}/${encodeURIComponent(id)}`,
      headers: { ...NO_ASSIGNMENT, ...unmodifiedSince(basedOn) },
      json,
      effect: 'once',
      operations,
    })
    return undefined
  }

  async function writeTogether(entity: string, patches: readonly Patch[], operations: readonly string[]) {
    const results = await writeCollection(session, {
      method: 'PATCH',
      what: `Updating ${entity}`,
      entity,
      records: patches.map(({ id, json }) => ({ id, ...json })),
      headers: NO_ASSIGNMENT,
      operations,
    })
    return results.map((result) => (result.success ? undefined : result.failure))
  }

  async function update({ entity, id, fields, basedOn, ...options }: UpdateRequest): Promise<void> {
    const json = wireFields(await schemas.described(entity, Object.keys(fields)), fields)
    await gathererFor(entity).load({ id: fullId(id), json, basedOn }, options)
  }

  // In turn from the first step on: two updates of one record leave in the order in which they were asked for.
  const inOrder = createSeries()
  return { update: (request: UpdateRequest) => inOrder(fullId(request.id), () => update(request)) }
}

/** Whole seconds is all that the header can say, so an edit within the second of our read passes. */
function unmodifiedSince(basedOn: string | undefined): Record<string, string> {
  return basedOn === undefined ? {} : { 'If-Unmodified-Since': new Date(basedOn).toUTCString() }
}
