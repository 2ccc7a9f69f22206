import { z } from 'zod'
import type { Hop } from '../../core/connector.ts'
import { Failure } from '../../core/failure.ts'
import type { Session } from './session.ts'
import { choiceOf } from './values.ts'

const ScreenField = z.object({
  name: z.string().catch(''),
  required: z.boolean().catch(false),
  hasDefaultValue: z.boolean().catch(false),
  allowedValues: z.array(z.unknown()).optional().catch(undefined),
})

const Transitions = z.object({
  transitions: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      to: z.object({ id: z.string(), name: z.string() }),
      isAvailable: z.boolean().optional(),
      fields: z.record(z.string(), ScreenField).catch({}),
    }),
  ),
})

/** The transitions that this issue can take from where it is, with what their screens ask for. */
export async function fetchTransitions(
  session: Session,
  id: string,
  operations: readonly string[],
): Promise<readonly Hop[]> {
  const { body } = await session.call({
    method: 'GET',
    path: `/issue/${encodeURIComponent(id)}/transitions`,
    query: { expand: 'transitions.fields' },
    effect: 'repeatable',
    operations,
    body: Transitions,
  })
  return body.transitions
    .filter((transition) => transition.isAvailable !== false)
    .map(({ id: transitionId, name, to, fields }) => ({
      transitionId,
      name,
      to: { kind: 'choice', id: to.id, name: to.name },
      asks: Object.entries(fields).map(([field, asked]) => askOf(field, asked)),
    }))
}

function askOf(
  field: string,
  { name, required, hasDefaultValue, allowedValues }: z.infer<typeof ScreenField>,
): Hop['asks'][number] {
  const options = allowedValues?.flatMap((value) => choiceOf(value) ?? [])
  return { field, name: name || field, required: required && !hasDefaultValue, ...(options ? { options } : {}) }
}

/** Jira shows no transitions, instead of an error, to an account without the permission to use them. */
export function noTransitionsFailure(from: string): Failure {
  return new Failure('rejection', `Jira offers us no transition out of ${from}`, {
    hint: 'The account that Crosstie works as may lack the permission to transition issues.',
  })
}
