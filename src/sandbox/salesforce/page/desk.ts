import type { Actor, OrgState } from '../org.ts'
import { objectOfId } from '../schema/lookup.ts'
import type { Row, Value } from '../tables.ts'

/** What the pages ask of the org: who can sit at the desk, and how things are called. */
export interface Desk {
  readonly org: OrgState
  /** Everybody who can work on cases here, in order of the team. */
  people(): readonly Actor[]
  queues(): readonly Row[]
  nameOf(id: Value | undefined): string
}

export function createDesk(org: OrgState, team: readonly string[]): Desk {
  return {
    org,
    people: () => {
      const users = org.all('User').filter((row) => row['IsActive'] === true)
      return team
        .map((address) => users.find((row) => row['Email'] === address))
        .filter((row) => row !== undefined)
        .map((row) => ({ userId: textOf(row, 'Id'), name: textOf(row, 'Name'), isIntegration: false }))
    },
    queues: () => org.all('Group').filter((row) => row['Type'] === 'Queue'),
    nameOf: (id) => {
      const object = typeof id === 'string' ? objectOfId(id) : undefined
      const row = object && typeof id === 'string' ? org.find(object.name, id) : undefined
      return row ? textOf(row, 'Name') : ''
    },
  }
}

export function textOf(row: Row, field: string): string {
  const value = row[field]
  return typeof value === 'string' ? value : ''
}
