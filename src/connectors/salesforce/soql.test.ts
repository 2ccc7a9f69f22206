import fc from 'fast-check'
import { expect, test } from 'vitest'
import { all, any, compare, group, isIn, select } from './soql.ts'

/** Reads a query back as Salesforce would: words, and the values of quoted texts. */
function tokens(soql: string): (string | { text: string })[] {
  const unescaped: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', '\\': '\\', "'": "'" }
  const found: (string | { text: string })[] = []
  let rest = soql
  while (rest !== '') {
    const quoted = /^'((?:[^'\\]|\\[nrtbf\\'])*)'/.exec(rest)
    const word = /^(?:\s+|[(),]|[^\s(),'\\]+)/.exec(rest)
    const next = quoted ?? word
    if (!next) throw new Error(`does not parse: ${rest}`)
    if (quoted)
      found.push({ text: (quoted[1] ?? '').replace(/\\(.)/gs, (_all, letter: string) => unescaped[letter] ?? '?') })
    else if (next[0].trim() !== '') found.push(next[0])
    rest = rest.slice(next[0].length)
  }
  return found
}

const nasty = fc.string({
  unit: fc.oneof(
    fc.constantFrom('\\', "'", '\n', '\r', '\t', '\b', '\f', ' OR ', ')', 'n'),
    fc.string({ unit: 'grapheme', maxLength: 3 }),
  ),
})

test('[L3] no text breaks out of its quotes, and each arrives as it was', () => {
  fc.assert(
    fc.property(fc.array(nasty, { minLength: 1, maxLength: 4 }), (texts) => {
      const soql = select({
        fields: ['Id'],
        from: 'Case',
        where: isIn(
          'Subject',
          texts.map((text) => ({ text })),
        ),
      })

      const values = texts.flatMap((text, place) => (place === 0 ? [{ text }] : [',', { text }]))
      expect(tokens(soql)).toEqual(['SELECT', 'Id', 'FROM', 'Case', 'WHERE', 'Subject', 'IN', '(', ...values, ')'])
    }),
  )
})

test('[L3] a backslash before a quote does not open the text', () => {
  const soql = select({ fields: ['Id'], from: 'Case', where: compare('Subject', '=', { text: "\\' OR Id != null" }) })

  expect(soql).toBe(String.raw`SELECT Id FROM Case WHERE Subject = '\\\' OR Id != null'`)
})

test.each(['Id FROM User', "Id'", '', 'a.', '.a', 'Id,Name', '1a', 'a b'])(
  '[L3] "%s" is not taken for a name',
  (field) => {
    expect(() => select({ fields: [field], from: 'Case' })).toThrow('is not a Salesforce name')
    expect(() => select({ fields: ['Id'], from: field })).toThrow('is not a Salesforce name')
    expect(() => compare(field, '=', { text: '' })).toThrow('is not a Salesforce name')
  },
)

test.each([
  [{ dateTime: '2026-05-06T11:29:24.000Z' }, '2026-05-06T11:29:24Z'],
  [{ dateTime: '2026-05-06T11:29:24.120Z' }, '2026-05-06T11:29:24.120Z'],
  [{ dateTime: '2026-05-06T13:29:24+02:00' }, '2026-05-06T11:29:24Z'],
  [{ date: '2026-05-06' }, '2026-05-06'],
  [{ number: 1.5 }, '1.5'],
  [{ boolean: true }, 'true'],
])('[L3] %o is written %s', (value, literal) => {
  expect(compare('Field__c', '=', value).soql).toBe(`Field__c = ${literal}`)
})

test.each([{ dateTime: 'yesterday' }, { date: '2026-5-6' }, { number: Number.NaN }])('[L3] %o is refused', (value) => {
  expect(() => compare('Field__c', '=', value)).toThrow(/is not a/)
})

test('[L3] conditions combine without changing their meaning', () => {
  const stamp = { dateTime: '2026-05-06T11:00:00Z' }
  const where = all(
    compare('SystemModstamp', '>=', stamp),
    any(
      compare('Id', '>', { text: 'a' }),
      group(all(compare('A', '=', { number: 1 }), compare('B', '!=', { number: 2 }))),
    ),
  )

  expect(
    select({ fields: ['Id', 'Owner.Name'], from: 'Case', where, orderBy: ['SystemModstamp', 'Id'], limit: 5 }),
  ).toBe(
    "SELECT Id, Owner.Name FROM Case WHERE SystemModstamp >= 2026-05-06T11:00:00Z AND (Id > 'a' OR (A = 1 AND B != 2)) ORDER BY SystemModstamp, Id LIMIT 5",
  )
})
