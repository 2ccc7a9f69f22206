import { QueryCache, QueryClient } from '@tanstack/react-query'
import { readSession } from '../../api/session.ts'
import { ApiError } from './call.ts'

const attemptsMax = 2

/** Asks again where the network or the server may recover; a session that ended shows the sign-in page. */
export function createQueryClient(): QueryClient {
  const client = new QueryClient({
    defaultOptions: {
      queries: { staleTime: 5_000, retry: (failures, error) => failures < attemptsMax && mayPass(error) },
    },
    queryCache: new QueryCache({
      onError: (error) => {
        if (error instanceof ApiError && error.status === 401) {
          void client.invalidateQueries({ queryKey: [readSession.path] })
        }
      },
    }),
  })
  return client
}

function mayPass(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status >= 500)
}
