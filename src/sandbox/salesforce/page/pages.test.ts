import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSalesforce, type SalesforceSandbox } from '../index.ts'

const BODY = 'line one\r\n</textarea><script>alert("1")</script> & more'
let sandbox: SalesforceSandbox
let id: string
beforeAll(async () => {
  sandbox = await startSalesforce({ cases: 60 })
  const person = sandbox.org.all('User')[2]
  const actor = { userId: String(person?.['Id']), name: String(person?.['Name']), isIntegration: false }
  const fields = { Subject: '<b>bold</b>', Description: BODY, Jira_Reference__c: 'OPS-7', Status: 'New' }
  id = String(sandbox.org.create(actor, 'Case', fields, { autoAssign: false })['Id'])
})
afterAll(() => sandbox.close())

const page = async (path: string, cookie = '') => {
  const response = await fetch(`${sandbox.url}${path}`, { headers: { cookie } })
  return { status: response.status, text: await response.text() }
}

const submit = (path: string, form: Readonly<Record<string, string>>, cookie = '') =>
  fetch(`${sandbox.url}${path}`, {
    method: 'POST',
    body: new URLSearchParams(form),
    redirect: 'manual',
    headers: { cookie },
  })

test('[F23] the list shows the last changed case first, fifty to a page', async () => {
  const { text } = await page('/')
  const numbers = [...text.matchAll(/>(\d{8})</g)].map(([, number]) => number)

  expect(numbers).toHaveLength(50)
  expect(numbers[0]).toBe('00001061')
  expect((await page('/?page=2')).text).toContain('Page 2 of 2')
})

test('[F23] search and chips narrow the list', async () => {
  const counted = async (query: string) => /([\d]+) cases?, last changed/.exec((await page(query)).text)?.[1]
  const highs = sandbox.org.all('Case').filter((row) => row['Priority'] === 'High' && row['Status'] === 'Working')

  expect(await counted('/?search=ops-7')).toBe('1')
  expect(await counted('/?status=Working&priority=High')).toBe(String(highs.length))
})

test('[F23] what people wrote is shown as text, never run', async () => {
  const { text } = await page(`/cases/${id}`)

  expect(text).toContain('&lt;b&gt;bold&lt;/b&gt;')
  expect(text).not.toContain('<script>alert')
  expect(text).toContain('OPS-7')
  expect((await page('/cases/nonsense')).status).toBe(404)
})

test('[F24] saving writes what the person touched, as the person at work, and leaves the rest', async () => {
  const person = sandbox.org.all('User').find((row) => row['Name'] === 'Elena Petrova')
  const was = { 'was.Subject': '<b>bold</b>', 'was.Description': BODY, 'was.Status': 'New', 'was.Priority': 'Medium' }
  const form = { ...was, Subject: 'plain', Description: BODY.replace('\r\n', '\n'), Status: 'New', Priority: 'Medium' }

  const { status } = await submit(`/cases/${id}`, form, `person=${String(person?.['Id'])}`)

  expect(status).toBe(303)
  expect(sandbox.journal().at(-1)).toMatchObject({
    by: 'Elena Petrova',
    isIntegration: false,
    changes: { Subject: ['<b>bold</b>', 'plain'] },
  })
  expect(Object.keys(sandbox.journal().at(-1)?.changes ?? {})).toEqual(['Subject'])
})

test('[F24] a comment is internal unless its box says public', async () => {
  await submit(`/cases/${id}/comments`, { CommentBody: 'internal' })
  await submit(`/cases/${id}/comments`, { CommentBody: 'public', IsPublished: 'true' })

  const comments = sandbox.org.all('CaseComment').filter((row) => row['ParentId'] === id)
  expect(comments.map((row) => [row['CommentBody'], row['IsPublished']])).toEqual([
    ['internal', false],
    ['public', true],
  ])
})

test('[F24] what the org refuses is said on the page, and nothing is saved', async () => {
  sandbox.faults.validationRules = [{ field: 'Subject', contains: 'never', message: 'Never say never.' }]

  const response = await submit(`/cases/${id}`, { 'was.Subject': 'x', Subject: 'never' })

  sandbox.faults.clear()
  expect(response.status).toBe(400)
  expect(await response.text()).toContain('Never say never.')
  expect(sandbox.org.find('Case', id)?.['Subject']).not.toBe('never')
})

test('[F24] taking a seat leads back to a page of ours only', async () => {
  const seat = (path: string) =>
    fetch(`${sandbox.url}/pages/person?id=x&path=${encodeURIComponent(path)}`, { redirect: 'manual' })

  expect((await seat('/cases/1')).headers.get('location')).toBe('/cases/1')
  expect((await seat('//evil.example')).headers.get('location')).toBe('/')
})
