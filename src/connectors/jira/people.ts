import { z } from 'zod'
import type { Clock } from '../../core/clock.ts'
import type { CallOptions } from '../../core/connector.ts'
import type { Person } from '../../core/record.ts'
import { parseEntity } from './entity.ts'
import { operationsOf, type Session } from './session.ts'
import { personOf } from './values.ts'

const KNOWN_FOR_MS = 10 * 60_000
const PAGE_SIZE = 1000

const Users = z.array(z.looseObject({ active: z.boolean().catch(true) }))

/** Who can be assigned issues of a project, as it was at one time. */
interface Directory {
  readonly since: number
  readonly visible: Promise<ReadonlyMap<string, Person>>
  /** Answers for addresses that nobody shows. */
  readonly asked: Map<string, Promise<Person | undefined>>
}

export type FindPerson = (query: CallOptions & { entity: string; email: string }) => Promise<Person | undefined>

/**
 * People by e-mail address. One call lists all who can be assigned; whoever hides the address is asked for by it, which
 * finds exactly that account although the answer does not show the address.
 */
export function createPeople(session: Session, projectKey: string, clock: Clock): FindPerson {
  const directories = new Map<string, Directory>()

  function directoryOf(project: string, operations: readonly string[]): Directory {
    const known = directories.get(project)
    if (known && clock.monotonicMs() - known.since <= KNOWN_FOR_MS) return known
    const directory = { since: clock.monotonicMs(), visible: listVisible(project, operations), asked: new Map() }
    directories.set(project, directory)
    directory.visible.catch(() => directories.delete(project))
    return directory
  }

  async function listVisible(project: string, operations: readonly string[]): Promise<ReadonlyMap<string, Person>> {
    const people = await assignable(session, { project, maxResults: PAGE_SIZE }, operations)
    return new Map(people.flatMap((person) => (person.email === null ? [] : [[folded(person.email), person] as const])))
  }

  async function askFor(project: string, email: string, operations: readonly string[]): Promise<Person | undefined> {
    const people = await assignable(session, { project, query: email }, operations)
    const open = people.find((person) => person.email !== null && folded(person.email) === folded(email))
    const hidden = people.filter((person) => person.email === null)
    return open ?? (hidden.length === 1 ? hidden[0] : undefined)
  }

  return async ({ entity, email, ...options }) => {
    const { project } = parseEntity(entity, projectKey)
    const operations = operationsOf(options)
    const directory = directoryOf(project, operations)
    const visible = (await directory.visible).get(folded(email))
    if (visible || email.trim() === '') return visible
    const asked = directory.asked.get(folded(email)) ?? askFor(project, email.trim(), operations)
    directory.asked.set(folded(email), asked)
    asked.catch(() => directory.asked.delete(folded(email)))
    return asked
  }
}

async function assignable(
  session: Session,
  query: Readonly<Record<string, string | number>>,
  operations: readonly string[],
): Promise<Person[]> {
  const { body } = await session.call({
    method: 'GET',
    path: '/user/assignable/search',
    query,
    effect: 'repeatable',
    operations,
    body: Users,
  })
  return body.filter((user) => user.active).flatMap((user) => personOf(user) ?? [])
}

/** Addresses are compared without regard to case. */
function folded(email: string): string {
  return email.trim().toLowerCase()
}
