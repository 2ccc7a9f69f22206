import { expect, test } from 'vitest'
import { fillIn } from './fill-in.ts'

test('[C5] variables are filled in wherever a text stands', () => {
  const file = { systems: { jira: { auth: { token: '${TOKEN}' }, tags: ['a-${STAGE}-b'] } }, port: 5, empty: null }

  expect(fillIn(file, { TOKEN: 's3cret', STAGE: 'test' })).toEqual({
    value: { systems: { jira: { auth: { token: 's3cret' }, tags: ['a-test-b'] } }, port: 5, empty: null },
    problems: [],
  })
})

test.each([
  ['absent', {}],
  ['empty', { JIRA_API_TOKEN: '' }],
])('[C5] a variable that is %s is named, with the place that needs it', (_how, variables) => {
  const { problems } = fillIn({ systems: { jira: { auth: { apiToken: '${JIRA_API_TOKEN}' } } } }, variables)

  expect(problems).toEqual([
    'systems.jira.auth.apiToken needs the environment variable JIRA_API_TOKEN, which is not set',
  ])
})

test('[C5] what a variable holds is not filled in again', () => {
  expect(fillIn('${A}', { A: '${B} $& $1', B: 'no' }).value).toBe('${B} $& $1')
})

test('[C5] a doubled dollar keeps the text', () => {
  expect(fillIn('$${HOME}', { HOME: '/root' })).toEqual({ value: '${HOME}', problems: [] })
})

test('[C5] what is excepted stays as written', () => {
  const file = { workflows: [{ workflow: { name: '${HOME}' } }] }

  expect(fillIn(file, {}, { except: ['workflow'] })).toEqual({ value: file, problems: [] })
})
