import { expect, test } from 'vitest'
import type { HttpResponse } from '../http/client.ts'
import { failureFrom, rowFailure } from './failures.ts'

const NOW = new Date('2030-01-01T00:00:00Z')

function answer(status: number, body: unknown, headers: Record<string, string> = {}): HttpResponse {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return { status, headers, text, json: () => (typeof body === 'string' ? undefined : body) }
}

const complaint = (errorCode: string, message = 'said so', fields?: string[]) => [
  { errorCode, message, ...(fields ? { fields } : {}) },
]

const failed = (status: number, body: unknown, effect: 'once' | 'repeatable' = 'once') =>
  failureFrom(answer(status, body), { what: 'Updating Case', effect, now: NOW })

test.each([
  [401, 'INVALID_SESSION_ID', 'auth', 'none'],
  [403, 'API_CURRENTLY_DISABLED', 'auth', 'none'],
  [403, 'TXN_SECURITY_NO_ACCESS', 'auth', 'none'],
  [403, 'LIMIT_EXCEEDED', 'limit', 'none'],
  [400, 'STORAGE_LIMIT_EXCEEDED', 'limit', 'none'],
  [500, 'UNABLE_TO_LOCK_ROW', 'busy', 'none'],
  [400, 'UNABLE_TO_LOCK_ROW', 'busy', 'none'],
  [400, 'ENTITY_IS_LOCKED', 'busy', 'none'],
  [400, 'RECORD_IN_USE_BY_WORKFLOW', 'busy', 'none'],
  [400, 'ENTITY_FAILED_IFLASTMODIFIED_ON_UPDATE', 'busy', 'none'],
  [503, 'SERVER_UNAVAILABLE', 'connectivity', 'unknown'],
  [500, 'UNKNOWN_EXCEPTION', 'connectivity', 'unknown'],
  [400, 'QUERY_TIMEOUT', 'connectivity', 'none'],
  [400, 'FIELD_CUSTOM_VALIDATION_EXCEPTION', 'rejection', 'none'],
  [400, 'A_CODE_OF_TOMORROW', 'rejection', 'none'],
  [404, 'NOT_FOUND', 'rejection', 'none'],
  [404, 'ENTITY_IS_DELETED', 'rejection', 'none'],
  [500, 'A_CODE_OF_TOMORROW', 'connectivity', 'unknown'],
])('[L13] %i with %s is %s, effect %s', (status, code, kind, effect) => {
  expect(failed(status, complaint(code))).toMatchObject({ kind, effect, status, code })
})

test.each([
  [500, 'connectivity', 'unknown'],
  [502, 'connectivity', 'unknown'],
  [420, 'connectivity', 'none'],
  [406, 'connectivity', 'none'],
  [412, 'busy', 'none'],
  [409, 'busy', 'none'],
  [429, 'limit', 'none'],
  [401, 'auth', 'none'],
  [410, 'rejection', 'none'],
  [431, 'rejection', 'none'],
  [302, 'connectivity', 'none'],
])('[L13] %i without a code is %s, effect %s', (status, kind, effect) => {
  expect(failed(status, '')).toMatchObject({ kind, effect, status })
})

test('[L13] a failed read has no effect, whatever became of it', () => {
  expect(failed(503, complaint('SERVER_UNAVAILABLE'), 'repeatable').effect).toBe('none')
})

test('[L13] a web page in place of data is named as one, and not quoted', () => {
  const failure = failed(503, '<html><body>Scheduled maintenance</body></html>')

  expect(failure.message).toBe('Updating Case failed: Salesforce answered 503 with a web page in place of data.')
})

test('[L14] the daily allocation is waited for longer than a crowd of long requests', () => {
  const daily = failed(403, complaint('REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'))
  const crowd = failed(403, complaint('REQUEST_LIMIT_EXCEEDED', 'ConcurrentPerOrgLongTxn Limit exceeded.'))

  const bulk = failed(400, complaint('LIMIT_EXCEEDED'))

  expect(bulk.retryAfterMs).toBe(900_000)
  expect(daily).toMatchObject({ kind: 'limit', retryAfterMs: 900_000 })
  expect(crowd).toMatchObject({ kind: 'limit', retryAfterMs: 30_000 })
})

test('[L14] what the answer says about waiting comes first', () => {
  const response = answer(503, complaint('SERVER_UNAVAILABLE', 'Server too busy'), { 'retry-after': '7' })

  expect(failureFrom(response, { what: 'Reading Case', effect: 'repeatable', now: NOW }).retryAfterMs).toBe(7000)
})

test('[L15] a value that was too long is not repeated in the message', () => {
  const message = 'Subject: data value too large: secret\nof (max length=9) a customer (max length=255)'
  const failure = failed(400, complaint('STRING_TOO_LONG', message, ['Subject']))

  expect(failure.message).toBe('Updating Case failed: Subject: data value too large (max length=255) (STRING_TOO_LONG)')
  expect(failure.fields).toEqual({ Subject: 'Subject: data value too large (max length=255)' })
})

test('[L15] a query that was refused is not repeated in the message', () => {
  const message =
    "\nselect Id from Case where Subject = 'secret'\n                 ^\nERROR at Row:1:Column:21\nNo such thing"

  expect(failed(400, complaint('MALFORMED_QUERY', message)).message).toBe(
    'Updating Case failed: ERROR at Row:1:Column:21 No such thing (MALFORMED_QUERY)',
  )
})

test('[L16] the fields that Salesforce complains about are named', () => {
  const body = [
    ...complaint('REQUIRED_FIELD_MISSING', 'Required fields are missing: [Name]', ['Name']),
    ...complaint('INVALID_FIELD', "No such column 'foo' on sobject of type Case"),
  ]

  expect(failed(400, body).fields).toEqual({
    Name: 'Required fields are missing: [Name]',
    foo: "No such column 'foo' on sobject of type Case",
  })
})

test.each([
  ['UNABLE_TO_LOCK_ROW', 'busy'],
  ['FIELD_CUSTOM_VALIDATION_EXCEPTION', 'rejection'],
])('[L16] a trigger that failed with %s is %s', (inner, kind) => {
  const message = `Sync: execution of BeforeUpdate caused by: System.DmlException: ${inner}, unable to obtain exclusive access`

  expect(failed(400, complaint('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', message)).kind).toBe(kind)
})

test('[L16] a row of a collection says statusCode, and was certainly not written', () => {
  const errors = [{ statusCode: 'SERVER_UNAVAILABLE', message: 'Server too busy', fields: [] }]

  expect(rowFailure(errors, 'Updating Case')).toMatchObject({
    kind: 'connectivity',
    effect: 'none',
    code: 'SERVER_UNAVAILABLE',
  })
  expect(rowFailure([], 'Updating Case')).toMatchObject({ kind: 'rejection', effect: 'none' })
})
