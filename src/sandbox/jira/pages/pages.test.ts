import { afterEach, beforeEach, expect, test } from 'vitest'
import { moveIssue } from '../issues.ts'
import { doc, openTestSite, type TestSite } from '../test-site.ts'

let site: TestSite
beforeEach(async () => {
  site = await openTestSite()
})
afterEach(() => site.jira.close())

const page = async (path: string): Promise<string> => (await fetch(`${site.jira.url}${path}`)).text()
const send = (path: string, form: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${site.jira.url}${path}`, { method: 'POST', redirect: 'manual', body: new URLSearchParams(form), headers })
/** What the browser sends when the person presses Save without having touched anything. */
const unchanged = {
  summary: 'Renew the TLS certificate of the status page',
  description: 'Expires in three weeks.\r\n\r\nThe new one must cover both names.',
  priority: '2',
  labels: 'certificates',
}
const assigneeOf = (key: string): string =>
  [...site.jira.site.issues.values()].find((issue) => issue.key === key)?.assignee ?? ''

test('[J40] text is never HTML, on the board or in an issue', async () => {
  const { key } = await site.createTask({
    summary: `<img src=x onerror="alert('1')">`,
    description: doc('</textarea><script>alert(2)</script>'),
    labels: ['<b>'],
    customfield_10051: '"><i>',
  })
  await site.call('POST', `issue/${key}/comment`, { body: doc('<u>note</u>') })

  for (const html of [
    await page('/'),
    await page(`/browse/${key}`),
    await page(`/?search=${encodeURIComponent('"><s>')}`),
  ]) {
    expect(html).not.toMatch(/<img src=x|<script>|<b>|<i>|<u>|<s>/)
  }
  expect(await page('/')).toContain('&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;')
})

test('[J40] the board shows the issues of a project, or those that are searched for', async () => {
  expect(await page('/')).toContain('Rotate the keys of the mail gateway')
  expect(await page('/')).not.toContain('/browse/DEV-1')
  expect(await page('/?project=DEV')).toContain('/browse/DEV-1')
  expect(await page('/?search=gateway')).not.toContain('/browse/OPS-1"')
})

test('[J40] a save sends only what the person changed', async () => {
  const rich = {
    type: 'doc',
    version: 1,
    content: [{ type: 'paragraph', content: [{ type: 'text', text: 'bold', marks: [{ type: 'strong' }] }] }],
  }
  await site.call('PUT', 'issue/OPS-1', { fields: { description: rich } })

  const saved = await send('/browse/OPS-1/edit', {
    ...unchanged,
    description: 'bold',
    assignee: assigneeOf('OPS-1'),
    priority: '1',
  })

  expect([saved.status, saved.headers.get('location')]).toEqual([303, '/browse/OPS-1'])
  expect(site.jira.journal().at(-1)).toMatchObject({
    by: 'amara.okafor@acme.example',
    isIntegration: false,
    action: 'update',
    changes: { priority: ['High', 'Highest'] },
  })
  expect((await site.call('GET', 'issue/OPS-1')).body.fields.description).toEqual(rich)
})

test('[J40] plain text becomes paragraphs, and line breaks stay', async () => {
  await send('/browse/OPS-1/edit', { ...unchanged, assignee: '', description: 'one\r\ntwo\r\n\r\nthree' })
  const text = (value: string): object => ({ type: 'text', text: value })
  expect((await site.call('GET', 'issue/OPS-1')).body.fields).toMatchObject({
    assignee: null,
    description: {
      content: [
        { type: 'paragraph', content: [text('one'), { type: 'hardBreak' }, text('two')] },
        { type: 'paragraph', content: [text('three')] },
      ],
    },
  })
})

test('[J40] a person moves an issue with its resolution, and comments for a role', async () => {
  const { accountId } = site.jira.site.users[2] ?? { accountId: '' }
  const seat = await fetch(`${site.jira.url}/pages/person?id=${encodeURIComponent(accountId)}&path=/browse/OPS-2`, {
    redirect: 'manual',
  })
  const cookie = seat.headers.get('set-cookie')?.split(';')[0] ?? ''
  expect(seat.headers.get('location')).toBe('/browse/OPS-2')

  await send('/browse/OPS-2/transition', { transition: '41', resolution: '10001' }, { cookie })
  await send('/browse/OPS-2/comment', { text: 'Over\r\nand out', role: 'Developers' }, { cookie })

  expect((await site.call('GET', 'issue/OPS-2')).body.fields).toMatchObject({
    status: { name: 'Done' },
    resolution: { name: "Won't Do" },
  })
  expect(site.jira.journal()).toMatchObject([
    { action: 'transition', by: 'chiara.benedetti@acme.example' },
    { action: 'comment', changes: { 'comment 30001': [null, 'Over\nand out'] } },
  ])
  expect((await site.call('GET', 'issue/OPS-2/comment')).body.comments[0].visibility).toMatchObject({
    value: 'Developers',
  })
})

test('[J40] what Jira refuses is said on the page', async () => {
  const refused = await send('/browse/OPS-1/edit', { ...unchanged, summary: 'x'.repeat(256), assignee: '' })
  expect(refused.status).toBe(400)
  expect(await refused.text()).toContain('Summary must be less than 255 characters.')
  expect(site.jira.journal()).toEqual([])
})

test('[J40] forms and addresses of other sites lead nowhere', async () => {
  expect(
    (
      await send(
        '/browse/OPS-1/transition',
        { transition: '41', resolution: '10000' },
        { origin: 'https://evil.example' },
      )
    ).status,
  ).toBe(403)
  for (const path of ['https://evil.example', '//evil.example', '/\\evil.example']) {
    const seat = await fetch(`${site.jira.url}/pages/person?id=x&path=${encodeURIComponent(path)}`, {
      redirect: 'manual',
    })
    expect(seat.headers.get('location')).toBe('/')
  }
})

test('[J16] the page of a moved issue is found by its old key', async () => {
  const issue = site.jira.site.issues.get('10101')
  const [person] = site.jira.site.users
  if (issue && person) moveIssue(site.jira.site, person, issue, 'DEV')
  const old = await fetch(`${site.jira.url}/browse/OPS-1`, { redirect: 'manual' })
  expect(old.headers.get('location')).toBe('/browse/DEV-5')
})
