import { refused } from '../errors.ts'
import type { Queries } from '../queries.ts'
import type { Route, RouteCall } from './api.ts'

export function queryRoutes(queries: Queries): readonly Route[] {
  const run = (call: RouteCall, includeDeleted: boolean) => {
    const soql = call.query.get('q')
    if (!soql) throw refused('MALFORMED_QUERY', 'SOQL query string is required')
    const batchSize = batchSizeOf(call.header('sforce-query-options'))
    return { status: 200, body: queries.run(soql, { version: call.version, batchSize, includeDeleted }) }
  }
  const page = ({ param, version }: RouteCall) => ({ status: 200, body: queries.page(param('locator'), version) })
  return [
    { method: 'GET', pattern: 'query', kind: 'query', answer: (call) => run(call, false) },
    { method: 'GET', pattern: 'queryAll', kind: 'query all', answer: (call) => run(call, true) },
    { method: 'GET', pattern: 'query/:locator', kind: 'query page', answer: page },
    { method: 'GET', pattern: 'queryAll/:locator', kind: 'query page', answer: page },
  ]
}

function batchSizeOf(header: string | undefined): number | undefined {
  const size = /batchSize=(\d+)/i.exec(header ?? '')?.[1]
  return size === undefined ? undefined : Number(size)
}
