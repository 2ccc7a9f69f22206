import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { readDashboard } from '../../api/dashboard.ts'
import type { Endpoint, InputOf } from '../../api/endpoint.ts'
import { call } from '../api/call.ts'

/** A call that changes a workflow: says how it went and shows the workflow anew. */
export function useWorkflowCall<E extends Endpoint>(endpoint: E, done: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (input: InputOf<E>) => call(endpoint, input),
    onSuccess: () => {
      notifications.show({ message: done })
      return client.invalidateQueries({ queryKey: [readDashboard.path] })
    },
    onError: (error) => notifications.show({ color: 'red', title: 'That did not work', message: error.message }),
  })
}
