import { expect, test } from 'vitest'
import { Failure } from '../core/failure.ts'
import { CommandError, exitCodeOf, explainError } from './exit.ts'

test('[C3] an error is a sentence and what to do', () => {
  const error = new CommandError('Port 4100 is taken.', { hint: 'Choose another.' })

  expect(explainError(error, { debug: false })).toBe('Port 4100 is taken.\nChoose another.\n')
})

test('[C3] hints of other rooms are shown too', () => {
  const error = new Failure('auth', 'Jira does not know us.', { hint: 'Check the API token.' })

  expect(explainError(error, { debug: false })).toBe('Jira does not know us.\nCheck the API token.\n')
})

test('[C3] an error that nobody foresaw tells how to see more', () => {
  expect(explainError(new TypeError('x is not a function'), { debug: false })).toBe(
    'x is not a function\nRun the command again with --debug to see where this happened.\n',
  )
})

test('[C3] the stack is shown for --debug, down to the cause', () => {
  const text = explainError(new CommandError('Outer.', { cause: new Error('inner') }), { debug: true })

  expect(text).toMatch(/^Outer\.\n\nCommandError: Outer\.\n {4}at /)
  expect(text).toMatch(/\nCaused by Error: inner\n {4}at /)
})

test.each([
  [new CommandError('gone', { exitCode: 3 }), 3],
  [new CommandError('wrong'), 1],
  [new Error('bug'), 1],
])('[C2] %s ends with %i', (error, code) => {
  expect(exitCodeOf(error)).toBe(code)
})
