import { expect, test } from 'vitest'
import type { HttpResponse } from '../http/client.ts'
import { failureOf } from './failures.ts'

const NOW = new Date('2030-01-01T00:00:00Z')

function answer(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): HttpResponse {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return { status, headers, text, json: () => (typeof body === 'string' ? undefined : body) }
}

const failed = (response: HttpResponse, effect: 'once' | 'repeatable' = 'once') =>
  failureOf(response, { effect }, 'acme', NOW)

test.each([
  [301, 'connectivity', 'none'],
  [400, 'rejection', 'none'],
  [401, 'auth', 'none'],
  [403, 'rejection', 'none'],
  [404, 'rejection', 'none'],
  [408, 'connectivity', 'none'],
  [409, 'busy', 'none'],
  [412, 'busy', 'none'],
  [413, 'rejection', 'none'],
  [418, 'rejection', 'none'],
  [422, 'rejection', 'none'],
  [429, 'limit', 'none'],
  [500, 'connectivity', 'unknown'],
  [503, 'connectivity', 'unknown'],
] as const)('[K49] status %i → %s, effect %s', (status, kind, effect) => {
  expect(failed(answer(status, {}))).toMatchObject({ kind, effect, status })
  expect(failed(answer(status, {}), 'repeatable').effect).toBe('none')
})

test.each([
  [
    'classic',
    { errorMessages: ['Whole.'], errors: { summary: 'Too long.' } },
    'acme: Whole. Too long.',
    { summary: 'Too long.' },
  ],
  ['without fields', { errorMessages: ['Whole.'], errors: [] }, 'acme: Whole.', {}],
  ['problem', { type: 'about:blank', title: 'Bad Request', status: 400, detail: 'Why.' }, 'acme: Why.', {}],
  ['bulk', { errors: [{ message: 'One.' }, { message: 'Two.' }] }, 'acme: One. Two.', {}],
  [
    'gateway',
    { code: 401, message: 'Unauthorized; scope does not match' },
    'acme: Unauthorized; scope does not match',
    {},
  ],
  ['plain text', 'XSRF check failed', 'acme: XSRF check failed', {}],
  ['a web page', '<html><h1>Oops</h1></html>', 'acme: HTTP status 400', {}],
  ['nothing', '', 'acme: HTTP status 400', {}],
])('[K50] the words of an error body are found: %s', (_shape, body, message, fields) => {
  expect(failed(answer(400, body))).toMatchObject({ message, fields })
})

test('[K49] Retry-After is passed on', () => {
  expect(failed(answer(429, {}, { 'retry-after': '7' })).retryAfterMs).toBe(7000)
})

test('[K49] a refused sign-in is told by its header, whatever the status', () => {
  const refused = answer(403, '<html></html>', { 'x-seraph-loginreason': 'AUTHENTICATION_DENIED' })
  expect(failed(refused)).toMatchObject({ kind: 'auth', hint: expect.stringContaining('captcha') as string })
})
