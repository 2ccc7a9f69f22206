import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BODY_KEPT, createRedactor, REDACTED } from './redact.ts'

/** A secret that does not happen to be part of the innocent text around it. */
const secret = fc
  .string({ unit: 'grapheme', minLength: 6, maxLength: 30 })
  .map((text) => `§${text}§`)
  .filter((text) => text === text.trim())

test('[K8] a literal secret is found in texts, addresses, headers and bodies', () => {
  fc.assert(
    fc.property(secret, (value) => {
      const redactor = createRedactor([value])
      const shown = [
        redactor.text(`before ${value} after`),
        redactor.url(`https://acme.example/x?q=${encodeURIComponent(value)}`),
        ...Object.values(redactor.headers({ 'x-note': `is ${value}` })),
        redactor.body(JSON.stringify({ note: [`say ${value}`] })),
        redactor.body(new URLSearchParams({ note: value }).toString()),
        redactor.body(`<p>${value}</p>`),
        redactor.text(Buffer.from(value).toString('base64')),
      ]
      for (const text of shown) {
        expect(text).toContain(REDACTED)
        expect(decodeURIComponent(text)).not.toContain(value)
      }
    }),
  )
})

test('[K8] a literal secret is found in JSON that escapes it in its own way', () => {
  const body = '{"note":"slash\\/and\\u0041"}'
  expect(createRedactor(['slash/andA']).body(body)).toBe(`{"note":"${REDACTED}"}`)
})

test('[K8] a literal secret is found in JSON that was cut off', () => {
  const cutOff = '{"note":"say \\"hush\\"","rest":'
  expect(createRedactor(['say "hush"']).body(cutOff)).toBe(`{"note":"${REDACTED}","rest":`)
})

test.each([
  'access_token',
  'accessToken',
  'refresh_token',
  'id_token',
  'client_secret',
  'client-secret',
  'password',
  'assertion',
  'apiToken',
  'security_token',
  'signature',
  'nextPageToken',
])('[K9] %s is secret by its name, in JSON, forms, queries and broken JSON', (name) => {
  const redactor = createRedactor([])
  const bodies = [`{"a":{"${name}":"hush"}}`, `a=1&${name}=hush&b=2`, `{"a":1,"${name}": "hush","b":"cut of`]
  for (const body of bodies) {
    expect(redactor.body(body)).not.toContain('hush')
    expect(redactor.body(body)).toContain(REDACTED)
  }
  expect(redactor.url(`https://acme.example/?${name}=hush&x=1`)).toBe(`https://acme.example/?${name}=${REDACTED}&x=1`)
})

test('[K9] headers that carry credentials are hidden, others are shown', () => {
  const headers = {
    authorization: 'Basic abc',
    'Proxy-Authorization': 'Basic abc',
    cookie: 'a=b',
    'set-cookie': 'a=b',
    'x-auth-token': 'abc',
    'x-atlassian-token': 'no-check',
    'retry-after': '3',
  }
  const shown = createRedactor([]).headers(headers)
  expect(Object.values(shown).filter((value) => value === REDACTED)).toHaveLength(5)
  expect(shown).toMatchObject({ 'x-atlassian-token': 'no-check', 'retry-after': '3' })
})

test('[K10] what is not secret is shown exactly as it came', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const body = JSON.stringify(value, null, 1)
      fc.pre(!/token|secret|password|signature/i.test(body))
      expect(createRedactor([]).body(body)).toBe(body)
    }),
  )
})

test('[K10] a body is kept up to 64 KiB, and its rest is counted; secrets go before it is cut', () => {
  const secretAcrossTheCut = `${'x'.repeat(BODY_KEPT - 3)}hush-hush`
  const shown = createRedactor(['hush-hush']).body(secretAcrossTheCut)
  expect(shown).toBe(`${'x'.repeat(BODY_KEPT - 3)}${REDACTED.slice(0, 3)}… (${REDACTED.length - 3} more characters)`)
})
