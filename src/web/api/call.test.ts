import { expect, test } from 'vitest'
import { z } from 'zod'
import { listOperations } from '../../api/operations.ts'
import { pauseWorkflow } from '../../api/workflows.ts'
import { requestOf } from './call.ts'

test('[W32] the input fills the path, then the query of a GET, without what is undefined', () => {
  expect(requestOf(listOperations, { search: 'OPS-1 & co', workflowId: undefined, limit: 5 })).toEqual({
    url: '/api/operations?search=OPS-1+%26+co&limit=5',
  })
})

test('[W32] the input fills the path, then the body of a POST', () => {
  expect(requestOf(pauseWorkflow, { id: 'a/b', reason: 'Release' })).toEqual({
    url: '/api/workflows/a%2Fb/pause',
    body: '{"reason":"Release"}',
  })
})

test('[W32] a POST without input has an empty object as body', () => {
  const ping = {
    method: 'POST',
    path: '/api/ping',
    access: 'anyone',
    input: z.object({}),
    output: z.object({}),
  } as const

  expect(requestOf(ping, {})).toEqual({ url: '/api/ping', body: '{}' })
})
