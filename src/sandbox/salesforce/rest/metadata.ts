import { notFound } from '../errors.ts'
import { describeBriefly, describeObject } from '../schema/describe.ts'
import { findObject } from '../schema/lookup.ts'
import { objects } from '../schema/objects.ts'
import type { Route } from './api.ts'

const OLDEST = 31
const NEWEST = 68
/** v21 to v30 were retired in Summer '25. */
const OLDEST_RETIRED = 21

export type VersionState = 'served' | 'retired' | 'unknown'

/** Whether a path segment such as `v66.0` names a version that the org serves. */
export function versionState(segment: string): VersionState {
  const number = /^v(\d+)\.0$/.exec(segment)?.[1]
  if (number === undefined) return 'unknown'
  const version = Number(number)
  if (version >= OLDEST && version <= NEWEST) return 'served'
  return version >= OLDEST_RETIRED && version < OLDEST ? 'retired' : 'unknown'
}

/** What `/services/data` lists; it asks for no session. */
export const versions = Array.from({ length: NEWEST - OLDEST + 1 }, (_, place) => {
  const number = OLDEST + place
  return { label: releaseOf(number), url: `/services/data/v${number}.0`, version: `${number}.0` }
})

/** Three releases a year: v31 was Summer '14, v32 Winter '15, v33 Spring '15. */
function releaseOf(version: number): string {
  const place = version - OLDEST
  const season = ['Summer', 'Winter', 'Spring'][place % 3] ?? ''
  return `${season} '${14 + Math.floor((place + 2) / 3)}`
}

const RESOURCES = ['composite', 'limits', 'query', 'queryAll', 'sobjects']

export function metadataRoutes(dailyRequests: () => { max: number; used: number }): readonly Route[] {
  return [
    {
      method: 'GET',
      pattern: '',
      kind: 'resources',
      answer: ({ version }) => ({
        status: 200,
        body: Object.fromEntries(RESOURCES.map((name) => [name, `/services/data/${version}/${name}`])),
      }),
    },
    {
      method: 'GET',
      pattern: 'sobjects',
      kind: 'global describe',
      answer: ({ version }) => ({
        status: 200,
        body: { encoding: 'UTF-8', maxBatchSize: 200, sobjects: objects.map((one) => describeBriefly(one, version)) },
      }),
    },
    {
      method: 'GET',
      pattern: 'sobjects/:type',
      kind: 'object basics',
      answer: ({ param, version }) => {
        const object = findObject(param('type'))
        if (!object) throw notFound()
        return { status: 200, body: { objectDescribe: describeBriefly(object, version), recentItems: [] } }
      },
    },
    {
      method: 'GET',
      pattern: 'sobjects/:type/describe',
      kind: 'describe',
      answer: ({ param, version }) => {
        const object = findObject(param('type'))
        if (!object) throw notFound()
        return { status: 200, body: describeObject(object, version) }
      },
    },
    {
      method: 'GET',
      pattern: 'limits',
      kind: 'limits',
      answer: () => {
        const { max, used } = dailyRequests()
        const remaining = Math.max(0, max - used)
        return {
          status: 200,
          body: {
            ConcurrentAsyncGetReportInstances: { Max: 200, Remaining: 200 },
            DailyApiRequests: { Max: max, Remaining: remaining },
            DataStorageMB: { Max: 1024, Remaining: 1009 },
            FileStorageMB: { Max: 1024, Remaining: 1024 },
          },
        }
      },
    },
  ]
}
