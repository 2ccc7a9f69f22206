import { z } from 'zod'
import type { MoveRequest, UpdateRequest } from '../../core/connector.ts'
import { createSeries } from '../gather.ts'
import type { Catalogue } from './catalogue.ts'
import { wireFields } from './issues.ts'
import type { OwnWrites } from './own-writes.ts'
import { operationsOf, type Session } from './session.ts'

export interface Updates {
  update(request: UpdateRequest): Promise<void>
  move(request: MoveRequest): Promise<void>
}

/**
 * Edits and transitions, one after the other for each issue: Jira takes 20 writes in 2 seconds and 100 in 30 for one issue,
 * and answers 409 to simultaneous ones. It has no conditional writes.
 */
export function createUpdates(session: Session, catalogue: Catalogue, ownWrites: OwnWrites): Updates {
  const inOrder = createSeries()

  function write(id: string, send: () => Promise<unknown>): Promise<void> {
    return inOrder(id, async () => {
      ownWrites.note(id)
      await send()
    })
  }

  return {
    async update(request) {
      const fields = await wireFields(request.fields, catalogue)
      const call = {
        method: 'PUT',
        path: `/issue/${encodeURIComponent(request.id)}`,
        json: { fields },
        effect: 'once',
        operations: operationsOf(request),
        body: z.unknown(),
      } as const
      await write(request.id, () => session.call(call))
    },
    async move(request) {
      const fields = await wireFields(request.fields, catalogue)
      const call = {
        method: 'POST',
        path: `/issue/${encodeURIComponent(request.id)}/transitions`,
        json: { transition: { id: request.hop.transitionId }, ...(Object.keys(fields).length > 0 ? { fields } : {}) },
        effect: 'once',
        operations: operationsOf(request),
        body: z.unknown(),
      } as const
      await write(request.id, () => session.call(call))
    },
  }
}
