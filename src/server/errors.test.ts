import { expect, test } from 'vitest'
import { Failure } from '../core/failure.ts'
import { errorReply } from './errors.ts'

test('[W11] an error that is a bug tells nothing of itself', () => {
  expect(errorReply(new Error('connect ECONNREFUSED postgres://crosstie:secret@db'))).toEqual({
    status: 500,
    body: {
      error: {
        message: 'Crosstie made a mistake.',
        hint: 'The server log says more; please report it if it happens again.',
      },
    },
  })
})

test('[W11] a failure of a connected system is told in its own words', () => {
  expect(errorReply(new Failure('auth', 'Jira refused the API token (401).', { hint: 'Make a new token.' }))).toEqual({
    status: 502,
    body: { error: { message: 'Jira refused the API token (401).', hint: 'Make a new token.' } },
  })
})
