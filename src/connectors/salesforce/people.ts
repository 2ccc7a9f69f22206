import { z } from 'zod'
import type { Clock } from '../../core/clock.ts'
import type { CallOptions } from '../../core/connector.ts'
import { Failure } from '../../core/failure.ts'
import type { Person } from '../../core/record.ts'
import { createGatherer } from '../gather.ts'
import { fullId } from './ids.ts'
import { readRows, type Queries } from './queries.ts'
import { readApart } from './refusals.ts'
import type { Session } from './session.ts'
import { all, compare, isIn, select } from './soql.ts'

const KEPT_MS = 10 * 60_000
/** Addresses in one query: 80 characters each at most, encoded twice that. */
const PEOPLE_MAX = 50

const WireUser = z.object({ Id: z.string(), Name: z.string(), Email: z.string() })

export interface People {
  findPerson(query: CallOptions & { readonly email: string }): Promise<Person | undefined>
}

export interface PeopleNeeds {
  readonly session: Session
  readonly queries: Queries
  readonly clock: Clock
}

/** Active users by e-mail address, gathered, and remembered for a while. */
export function createPeople({ session, queries, clock }: PeopleNeeds): People {
  const known = new Map<string, { readonly people: Promise<readonly Person[]>; readonly at: number }>()
  const gatherer = createGatherer<string, readonly Person[]>({
    max: PEOPLE_MAX,
    clock,
    keyOf: (email) => email,
    run: (emails, operations) => readApart(emails, { columnsOf: () => '', read: (some) => askFor(some, operations) }),
  })

  async function askFor(emails: readonly string[], operations: readonly string[]): Promise<(readonly Person[])[]> {
    const isActive = compare('IsActive', '=', { boolean: true })
    const where = all(
      isActive,
      isIn(
        'Email',
        emails.map((text) => ({ text })),
      ),
    )
    const soql = select({ fields: ['Id', 'Name', 'Email'], from: 'User', where })
    const what = 'Looking for users by e-mail address'
    const people = readRows(WireUser, await queries.all(soql, { what, operations }), what).map(personOf)
    return emails.map((email) => people.filter((person) => person.email?.toLowerCase() === email))
  }

  function remembered(email: string, options: CallOptions): Promise<readonly Person[]> {
    const entry = known.get(email)
    if (entry && clock.monotonicMs() - entry.at <= KEPT_MS) return entry.people
    const people = gatherer.load(email, options)
    known.set(email, { people, at: clock.monotonicMs() })
    people.catch(() => known.delete(email))
    return people
  }

  return {
    async findPerson({ email, ...options }) {
      const wanted = email.trim().toLowerCase()
      if (wanted === '') return undefined
      const people = await remembered(wanted, options)
      if (people.length < 2) return people[0]
      return theOne(people, { email, ownId: (await session.account()).userId })
    },
  }
}

/** Integration users often share the address of the person who set them up: ours steps back, others are a question. */
function theOne(
  people: readonly Person[],
  { email, ownId }: { readonly email: string; readonly ownId: string },
): Person {
  const others = people.filter(({ id }) => id !== ownId)
  const [only] = others
  if (only && others.length === 1) return only
  throw new Failure('mapping', `${others.length} active Salesforce users have the address ${email}.`, {
    hint: 'Give each its own address, or map this person by a table.',
  })
}

function personOf({ Id, Name, Email }: z.output<typeof WireUser>): Person {
  return { kind: 'person', id: fullId(Id), name: Name, email: Email }
}
