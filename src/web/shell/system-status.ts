import { readStatus } from '../../api/status.ts'
import { useEndpoint } from '../api/use-endpoint.ts'

/** How everything stands, asked for anew every quarter of a minute. */
export function useSystemStatus() {
  return useEndpoint(readStatus, {}, { refetchInterval: 15_000 })
}
