import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ApiError } from '../errors.ts'
import { recordId } from '../ids.ts'
import type { Row } from '../tables.ts'
import { parseQuery } from './parse.ts'
import { selectRows } from './select.ts'

const id = (number: number) => recordId('500', number)
const amara: Row = { Id: recordId('005', 1), Name: 'Amara', Email: 'amara@acme.example', Type: 'User' }
const queue: Row = { Id: recordId('00G', 1), Name: 'Tier 1', Type: 'Queue' }

const cases: readonly Row[] = [
  caseRow({
    Id: id(35),
    Subject: 'Ärger',
    Status: 'New',
    Priority: 'Low',
    SystemModstamp: '2026-11-20T10:00:00.000+0000',
  }),
  caseRow({ Id: id(36), Subject: 'printer', Status: 'Working', Priority: 'High', Type: 'Problem', IsEscalated: true }),
  caseRow({ Id: id(37), Subject: 'Printer 100%', Status: 'Closed', Priority: 'Medium', OwnerId: queue['Id'] ?? null }),
]

function caseRow(fields: Row): Row {
  const at = '2026-11-23T09:30:00.000+0000'
  return {
    OwnerId: amara['Id'] ?? null,
    Type: null,
    IsEscalated: false,
    SystemModstamp: at,
    CreatedDate: at,
    ...fields,
  }
}

function run(soql: string, rows = cases) {
  const comments = [{ Id: recordId('00a', 1), ParentId: id(36), CommentBody: 'seen' }]
  const { rows: found, render } = selectRows(parseQuery(soql), {
    rows: (object) => (object === 'Case' ? rows : object === 'CaseComment' ? comments : []),
    find: (_, wanted) => [amara, queue].find((row) => row['Id'] === wanted),
    now: new Date('2026-11-23T12:00:00Z'),
    version: 'v66.0',
  })
  return found.map(render)
}

const numbers = (condition: string) =>
  run(`SELECT Id FROM Case WHERE ${condition}`).map((row) => [35, 36, 37].find((number) => id(number) === row['Id']))

function refusal(soql: string) {
  try {
    run(soql)
  } catch (error) {
    if (error instanceof ApiError) return { errorCode: error.errorCode, message: error.message }
    throw error
  }
  return undefined
}

describe('conditions', () => {
  test.each([
    ["Subject = 'PRINTER'", [36]],
    ["Subject LIKE 'printer%'", [36, 37]],
    ["Subject LIKE '%100\\%'", [37]],
    ["Subject LIKE '_rger'", [35]],
    ["Status IN ('new', 'Closed')", [35, 37]],
    ["Status NOT IN ('New')", [36, 37]],
    ["Type != 'Question'", [35, 36, 37]],
    ['Type = null', [35, 37]],
    ['Type <> NULL', [36]],
    ['IsEscalated = true', [36]],
    ["NOT (Status = 'New' OR Status = 'Closed')", [36]],
    ["Status = 'New' OR (Priority = 'High' AND Owner.Name = 'amara')", [35, 36]],
    ["Owner.Type = 'Queue'", [37]],
    [`Id > '${id(35)}' AND Id <= '${id(36)}'`, [36]],
    [`Id = '${id(36).slice(0, 15)}'`, [36]],
    ['SystemModstamp >= 2026-11-23T09:30:00Z', [36, 37]],
    ['SystemModstamp > 2026-11-23T09:30:00Z', []],
    ['SystemModstamp = 2026-11-23T11:30:00+02:00', [36, 37]],
    ['SystemModstamp < TODAY', [35]],
    ['SystemModstamp = LAST_N_DAYS:2', [36, 37]],
    ['SystemModstamp = LAST_N_DAYS:3', [35, 36, 37]],
    ['SystemModstamp >= YESTERDAY', [36, 37]],
    ['SystemModstamp = YESTERDAY', []],
    ['SystemModstamp > TODAY', []],
    ['SystemModstamp <= 2026-11-20', []],
    ["Owner.Email != null AND Status > 'O'", [36]],
  ] as const)('[F8] %s finds %j', (condition, expected) => {
    expect(numbers(condition)).toEqual(expected)
  })

  test('[F8] any text in quotes, escaped, finds exactly the record that holds it', () => {
    const quote = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
    const awkward = fc.string({
      minLength: 1,
      unit: fc.constantFrom("'", '\\', '%', '_', 'a', 'é', '\n', '🚚', ' ', 'OR'),
    })
    fc.assert(
      fc.property(awkward, (text) => {
        const rows = [...cases, caseRow({ Id: id(99), Subject: text })]
        expect(run(`SELECT Subject FROM Case WHERE Subject = ${quote(text)}`, rows)).toMatchObject([{ Subject: text }])
      }),
    )
  })
})

describe('answers', () => {
  test('[F8] parents nest, and the owner calls itself Name', () => {
    expect(run(`SELECT Id, Owner.Name, Owner.Email FROM Case WHERE Id = '${id(36)}'`)).toEqual([
      {
        attributes: { type: 'Case', url: `/services/data/v66.0/sobjects/Case/${id(36)}` },
        Id: id(36),
        Owner: {
          attributes: { type: 'Name', url: `/services/data/v66.0/sobjects/User/${String(amara['Id'])}` },
          Name: 'Amara',
          Email: 'amara@acme.example',
        },
      },
    ])
  })

  test('[F8] a child query is null without children and a small answer with them', () => {
    const rows = run(`SELECT (SELECT CommentBody FROM CaseComments) FROM Case WHERE Id != '${id(37)}'`)

    expect(rows[0]).toMatchObject({ CaseComments: null })
    expect(rows[1]).toMatchObject({ CaseComments: { totalSize: 1, done: true, records: [{ CommentBody: 'seen' }] } })
  })

  test('[F8] picklists sort by the order of their values, nulls come first unless told otherwise', () => {
    const order = (clause: string) =>
      run(`SELECT Priority, Type FROM Case ORDER BY ${clause}`).map((row) => row['Priority'])

    expect(order('Priority')).toEqual(['High', 'Medium', 'Low'])
    expect(order('Type DESC, Priority DESC')).toEqual(['Low', 'Medium', 'High'])
    expect(order('Type ASC NULLS LAST, Priority')).toEqual(['High', 'Medium', 'Low'])
  })

  test('[F8] LIMIT and OFFSET cut the answer', () => {
    expect(run('SELECT Id FROM Case ORDER BY Id LIMIT 1 OFFSET 1')).toMatchObject([{ Id: id(36) }])
  })
})

describe('refusals', () => {
  test('[F9] an unknown column is refused with a pointer to its place', () => {
    expect(refusal('SELECT Id, Foo FROM Case')).toEqual({
      errorCode: 'INVALID_FIELD',
      message:
        "\nSELECT Id, Foo FROM Case\n           ^\nERROR at Row:1:Column:12\nNo such column 'Foo' on entity 'Case'. " +
        "If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. " +
        'Please reference your WSDL or the describe call for the appropriate names.',
    })
  })

  test.each([
    ['SELECT Id FROM Case WHERE', 'MALFORMED_QUERY', "unexpected token: '<EOF>'"],
    [
      "SELECT Id FROM Case WHERE Status = 'New' AND Status = 'x' OR Id = null",
      'MALFORMED_QUERY',
      "unexpected token: 'OR'",
    ],
    ['SELECT Id FROM Case GROUP BY Id', 'MALFORMED_QUERY', "unexpected token: 'GROUP'"],
    ["SELECT Id FROM Case WHERE Subject = 'a\\q'", 'MALFORMED_QUERY', "Illegal character sequence '\\q'"],
    ["SELECT Id FROM Case WHERE Subject = 'open", 'MALFORMED_QUERY', "mismatched character '<EOF>'"],
    ["SELECT Id FROM Case WHERE Subject = 'a\\_b'", 'MALFORMED_QUERY', "Illegal character sequence '\\_'"],
    ['SELECT Id FROM Case WHERE SystemModstamp > 2026-11-23T09:30:00 00:00', 'MALFORMED_QUERY', ''],
    ["SELECT Id FROM Case WHERE Description LIKE '%a%'", 'INVALID_FIELD', "'Description' can not be filtered"],
    ['SELECT Id FROM Case ORDER BY Description', 'INVALID_FIELD', "'Description' can not be sorted"],
    ["SELECT Id FROM Case WHERE CreatedDate > '2026-01-01'", 'INVALID_FIELD', 'should not be enclosed in quotes'],
    ['SELECT Boss.Name FROM Case', 'INVALID_FIELD', "Didn't understand relationship 'Boss'"],
    ["SELECT Id FROM Case WHERE Id = 'nonsense'", 'INVALID_QUERY_FILTER_OPERATOR', 'invalid ID field: nonsense'],
    ['SELECT Id FROM Invoice__c', 'INVALID_TYPE', "sObject type 'Invoice__c' is not supported."],
  ])('[F9] %s is refused', (soql, errorCode, message) => {
    expect(refusal(soql)).toMatchObject({ errorCode, message: expect.stringContaining(message) })
  })
})
