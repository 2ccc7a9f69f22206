import { useQueryClient } from '@tanstack/react-query'
import { mayDo, type Role } from '../../api/roles.ts'
import { readSession, type Session } from '../../api/session.ts'
import { useEndpoint } from './use-endpoint.ts'

export function useSession() {
  return useEndpoint(readSession, {}, { staleTime: 60_000 })
}

/** Whether the person signed in may do what needs this role. */
export function useMay(needed: Role): boolean {
  const role = useSession().data?.person?.role
  return role !== undefined && mayDo(role, needed)
}

/** Takes a new session over; everything read before belonged to somebody else. */
export function useEnterSession(): (session: Session) => void {
  const client = useQueryClient()
  return (session) => {
    client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== readSession.path })
    client.setQueryData([readSession.path, {}], session)
  }
}
