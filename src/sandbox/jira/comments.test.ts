import { afterEach, beforeEach, expect, test } from 'vitest'
import { doc, openTestSite, type TestSite } from './test-site.ts'

let site: TestSite
beforeEach(async () => {
  site = await openTestSite()
})
afterEach(() => site.jira.close())

const path = 'issue/OPS-1/comment'

test('[J28] a comment is added, changed and removed, and moves the issue’s time', async () => {
  const added = await site.call('POST', path, { body: doc('Hello') })
  expect(added.status).toBe(201)
  expect(added.body).toMatchObject({
    id: '30001',
    body: doc('Hello'),
    author: { emailAddress: 'bot@acme.example' },
    jsdPublic: true,
  })
  expect((await site.call('GET', 'issue/OPS-1?fields=updated')).body.fields.updated).toBe(
    '2026-11-23T11:00:00.000+0100',
  )

  expect((await site.call('PUT', `${path}/30001`, { body: doc('Bye') })).body).toMatchObject({ body: doc('Bye') })
  expect((await site.call('GET', path)).body).toMatchObject({
    startAt: 0,
    maxResults: 100,
    total: 1,
    comments: [{ body: doc('Bye') }],
  })
  expect((await site.call('DELETE', `${path}/30001`)).status).toBe(204)
  expect((await site.call('GET', `${path}/30001`)).status).toBe(404)
})

test('[J28] a comment for a role is hidden from others, and stays so when its body changes', async () => {
  const added = await site.call('POST', path, {
    body: doc('Secret'),
    visibility: { type: 'role', value: 'Developers' },
  })
  expect(added.body.visibility).toEqual({ type: 'role', value: 'Developers', identifier: 'Developers' })
  await site.call('PUT', `${path}/${added.body.id}`, { body: doc('Still secret') })

  const outsider = site.jira.site.users.find(
    ({ roles, accountType }) => roles.length === 0 && accountType === 'atlassian',
  )
  expect((await site.call('GET', path)).body.comments[0]).toMatchObject({
    body: doc('Still secret'),
    visibility: { value: 'Developers' },
  })
  expect((await site.call('GET', path, undefined, { as: outsider ?? 'nobody' })).body.comments).toEqual([])
})

test('[J28] the visibility that was read cannot be sent back as it is', async () => {
  const { visibility } = (
    await site.call('POST', path, { body: doc('x'), visibility: { type: 'role', identifier: 'Developers' } })
  ).body
  expect((await site.call('POST', path, { body: doc('y'), visibility })).status).toBe(400)
  expect(
    (await site.call('POST', path, { body: doc('y'), visibility: { type: 'role', value: 'Pilots' } })).status,
  ).toBe(400)
})

test('[J28] an internal note says so, and keeps saying so', async () => {
  const properties = [{ key: 'sd.public.comment', value: { internal: true } }]
  const { id } = (await site.call('POST', path, { body: doc('Between us'), properties })).body
  await site.call('PUT', `${path}/${id}`, { body: doc('Still between us') })
  expect((await site.call('GET', `${path}?expand=properties`)).body.comments[0]).toMatchObject({
    jsdPublic: false,
    properties,
  })
})

test.each([
  [
    { body: 'plain' },
    {
      errorMessages: [],
      errors: { comment: 'Operation value must be an Atlassian Document (see the Atlassian Document Format)' },
    },
  ],
  [
    { body: doc('x'.repeat(32_768)) },
    {
      errorMessages: [],
      errors: { comment: 'The entered text is too long. It exceeds the allowed limit of 32,767 characters.' },
    },
  ],
  [
    { body: { type: 'doc', version: 1, content: [{ type: 'nope' }] } },
    { errorMessages: ['INVALID_INPUT'], errors: {} },
  ],
  [{}, { errorMessages: [], errors: { comment: 'Comment body can not be empty!' } }],
])('[J28] a bad body is refused (%#)', async (comment, refusal) => {
  const answer = await site.call('POST', path, comment)
  expect(answer.status).toBe(400)
  expect(answer.body).toEqual(refusal)
})

test('[J28] comments can be read from the newest', async () => {
  for (const text of ['one', 'two', 'three']) await site.call('POST', path, { body: doc(text) })
  const { comments } = (await site.call('GET', `${path}?orderBy=-created&maxResults=2`)).body
  expect(comments.map(({ body }: { body: object }) => body)).toEqual([doc('three'), doc('two')])
})
