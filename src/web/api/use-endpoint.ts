import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { Endpoint, InputOf, OutputOf } from '../../api/endpoint.ts'
import { call } from './call.ts'

export interface ReadOptions {
  readonly refetchInterval?: number
  readonly staleTime?: number
  readonly enabled?: boolean
}

/** What an endpoint answers, kept and shared by all who ask the same. */
export function useEndpoint<E extends Endpoint>(
  endpoint: E,
  input: InputOf<E>,
  options: ReadOptions = {},
): UseQueryResult<OutputOf<E>> {
  return useQuery({
    queryKey: [endpoint.path, input],
    queryFn: ({ signal }) => call(endpoint, input, signal),
    ...options,
  })
}
