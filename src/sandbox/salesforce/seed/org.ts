import { people } from '../../people.ts'
import type { Random } from '../random.ts'
import { objectNamed } from '../schema/lookup.ts'
import type { SalesforceCredentials } from '../sign-in.ts'
import { stamp } from '../stamps.ts'
import type { OrgSetUp } from '../org.ts'
import type { Row, Tables } from '../tables.ts'
import { seedCases } from './cases.ts'
import { seedCustomers } from './customers.ts'
import { audit, type Plant } from './plant.ts'

export interface SeedNeeds {
  readonly cases: number
  readonly random: Random
  readonly now: Date
  readonly credentials: SalesforceCredentials
}

const DAY_MS = 86_400_000

/** Fills an empty org: its people, a queue, customers, and the cases of a support desk. */
export function seedOrg(tables: Tables, { cases, random, now, credentials }: SeedNeeds): OrgSetUp {
  const plant: Plant = (name, fields) => {
    const object = objectNamed(name)
    const blank = Object.fromEntries(
      object.fields.map(({ name: field, type }) => [field, type === 'boolean' ? false : null]),
    )
    const id = tables.newId(object)
    tables.put(object, { ...blank, ...fields, Id: id })
    return id
  }
  const founded = audit(stamp(new Date(now.getTime() - 400 * DAY_MS)), null)
  const orgId = plant('Organization', { ...founded, ...organization })
  const admin = plant('User', user('Ingrid', 'Sørensen', 'ingrid.sorensen@acme.example', founded))
  plant('User', { ...user('Integration', 'User', credentials.username, founded), Alias: 'integ' })
  const agents = people.map(({ name, email }) => plant('User', user(...splitName(name), email, founded)))
  plant('User', { ...user('Hana', 'Novak', 'hana.novak@acme.example', founded), IsActive: false })

  const queueId = plant('Group', {
    ...audit(founded.CreatedDate, admin),
    Name: 'Support Tier 1',
    DeveloperName: 'Support_Tier_1',
    Type: 'Queue',
    Email: 'tier1@acme.example',
  })
  plant('QueueSobject', {
    QueueId: queueId,
    SobjectType: 'Case',
    CreatedById: admin,
    SystemModstamp: founded.CreatedDate,
  })

  const customers = seedCustomers(plant, random, agents, founded.CreatedDate)
  seedCases(plant, { cases, random, now, agents, queueId, customers })
  return { orgId, assignmentQueueId: queueId, nextCaseNumber: 1001 + cases }
}

function splitName(name: string): [string, string] {
  const space = name.indexOf(' ')
  return [name.slice(0, space), name.slice(space + 1)]
}

const organization = {
  Name: 'Acme Support',
  InstanceName: 'GK0',
  IsSandbox: true,
  OrganizationType: 'Enterprise Edition',
  TimeZoneSidKey: 'Europe/Sofia',
  LanguageLocaleKey: 'en_US',
}

/** `Type` is no field of a user, but `Owner.Type` is one of a case: what the look-up says about users. */
const user = (first: string, last: string, address: string, founded: Row): Row => ({
  ...founded,
  FirstName: first,
  LastName: last,
  Name: `${first} ${last}`,
  Username: address,
  Email: address,
  Alias: (first.charAt(0) + last)
    .toLowerCase()
    .replace(/[^a-z]/g, '')
    .slice(0, 8),
  IsActive: true,
  UserType: 'Standard',
  Type: 'User',
  TimeZoneSidKey: 'Europe/Sofia',
  LocaleSidKey: 'en_US',
})
