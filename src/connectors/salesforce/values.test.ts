import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FieldValue } from '../../core/record.ts'
import { columnsOf, optionsOf, readPath, readValue, typeOf, writeValue, type FieldShape } from './values.ts'

const field = (type: string, more: Partial<FieldShape> = {}): FieldShape => ({
  name: 'Field__c',
  type,
  htmlFormatted: false,
  picklistValues: [],
  referenceTo: [],
  relationshipName: null,
  ...more,
})

const option = (value: string, label: string | null = value, active = true) => ({ value, label, active })
const priority = field('picklist', {
  picklistValues: [option('High', 'Dringend'), option('Low', null), option('Old', 'Old', false)],
})
const topics = field('multipicklist', { picklistValues: priority.picklistValues })
const owner = field('reference', { name: 'OwnerId', referenceTo: ['Group', 'User'], relationshipName: 'Owner' })
const account = field('reference', { name: 'AccountId', referenceTo: ['Account'], relationshipName: 'Account' })
const rich = field('textarea', { htmlFormatted: true })
const high: FieldValue = { kind: 'choice', id: 'High', name: 'Dringend' }

const read = (shape: FieldShape, raw: unknown) => readValue(shape, { [shape.name]: raw })

describe('[L17] reading', () => {
  test.each([
    ['string', 'text', 'hello', 'hello'],
    ['textarea', 'long-text', 'one\r\ntwo', 'one\r\ntwo'],
    ['email', 'text', 'a@b.example', 'a@b.example'],
    ['currency', 'number', 12.5, 12.5],
    ['boolean', 'boolean', false, false],
    ['date', 'date', '2026-03-08', '2026-03-08'],
    ['datetime', 'date-time', '2026-05-06T11:29:24.000+0000', '2026-05-06T11:29:24.000Z'],
    ['datetime', 'date-time', '2026-05-06T13:29:24.000+0200', '2026-05-06T11:29:24.000Z'],
    ['address', 'other', { city: 'Sofia' }, null],
    ['string', 'text', null, null],
    ['datetime', 'date-time', null, null],
  ])('%s as %s: %o', (type, ours, raw, value) => {
    expect(typeOf(field(type))).toBe(ours)
    expect(read(field(type), raw)).toEqual(value)
  })

  test('a picklist value is known by its API value and called by its label', () => {
    expect(typeOf(priority)).toBe('choice')
    expect(read(priority, 'High')).toEqual(high)
    expect(read(priority, 'Low')).toEqual({ kind: 'choice', id: 'Low', name: 'Low' })
    expect(read(priority, 'Gone')).toEqual({ kind: 'choice', id: 'Gone', name: 'Gone' })
  })

  test('only active values are offered', () => {
    expect(optionsOf(priority)).toEqual([high, { kind: 'choice', id: 'Low', name: 'Low' }])
  })

  test('several picked values are a list', () => {
    expect(typeOf(topics)).toBe('choices')
    expect(read(topics, 'High;Low')).toEqual([high, { kind: 'choice', id: 'Low', name: 'Low' }])
  })

  test('an owner is a person, a queue one without an address', () => {
    expect(typeOf(owner)).toBe('person')
    expect(columnsOf(owner)).toEqual(['OwnerId', 'Owner.Name', 'Owner.Email'])
    expect(readValue(owner, { OwnerId: '005000000000001', Owner: { Name: 'Ann', Email: 'ann@acme.example' } })).toEqual(
      {
        kind: 'person',
        id: '005000000000001AAA',
        name: 'Ann',
        email: 'ann@acme.example',
      },
    )
    expect(readValue(owner, { OwnerId: '00G000000000001EAA', Owner: { Name: 'Queue', Email: null } })).toEqual({
      kind: 'person',
      id: '00G000000000001EAA',
      name: 'Queue',
      email: null,
    })
    expect(readValue(owner, { OwnerId: '005000000000001AAA', Owner: null })).toMatchObject({
      name: '005000000000001AAA',
    })
  })

  test('a reference to another object is its id', () => {
    expect(typeOf(account)).toBe('reference')
    expect(columnsOf(account)).toEqual(['AccountId'])
    expect(readValue(account, { AccountId: '001000000000001AAA' })).toBe('001000000000001AAA')
  })

  test('a path leads to a field of a parent, or nowhere', () => {
    expect(readPath('Account.Name', { Account: { attributes: {}, Name: 'Acme' } })).toBe('Acme')
    expect(readPath('Account.CreatedDate', { Account: { CreatedDate: '2026-05-06T11:29:24.000+0000' } })).toBe(
      '2026-05-06T11:29:24.000Z',
    )
    expect(readPath('Account.Owner.Name', { Account: null })).toBeNull()
  })

  test('formatted text is exact only where its plain text would give it back', () => {
    expect(typeOf(rich)).toBe('rich-text')
    expect(read(rich, 'a &amp; b<br>c')).toEqual({ kind: 'rich-text', text: 'a & b\nc', exact: true })
    expect(read(rich, '<p>Hello <b>you</b></p>')).toEqual({ kind: 'rich-text', text: 'Hello you', exact: false })
  })
})

describe('[L18] writing', () => {
  test.each<[string, FieldShape, FieldValue, unknown]>([
    ['a text', field('string'), 'hello', 'hello'],
    ['a text with line ends', field('textarea'), 'one\r\ntwo', 'one\r\ntwo'],
    ['a number as text', field('string'), 5, '5'],
    ['a choice as text', field('string'), high, 'Dringend'],
    ['a number', field('double'), 1.5, 1.5],
    ['a text as number', field('double'), '1.5', 1.5],
    ['a checkbox', field('boolean'), true, true],
    ['a text as checkbox', field('boolean'), 'False', false],
    ['an emptied checkbox', field('boolean'), null, false],
    ['a choice', priority, high, 'High'],
    ['a value of a picklist', priority, 'Low', 'Low'],
    ['a label of a picklist', priority, 'Dringend', 'High'],
    ['a value the picklist does not list', priority, 'New one', 'New one'],
    ['choices', topics, [high, 'Low'], 'High;Low'],
    ['one of several choices', topics, 'Low', 'Low'],
    ['no choices', topics, [], null],
    ['a person', owner, { kind: 'person', id: '005000000000001AAA', name: 'Ann', email: null }, '005000000000001AAA'],
    ['nobody', owner, null, null],
    ['a reference', account, '001000000000001AAA', '001000000000001AAA'],
    ['a date', field('date'), '2026-03-08T10:00:00.000Z', '2026-03-08'],
    ['an instant', field('datetime'), '2026-05-06T13:29:24+02:00', '2026-05-06T11:29:24.000Z'],
    ['a cleared text', field('string'), null, null],
    ['an empty text', field('string'), '', null],
    ['formatted text', rich, 'a < b\nc', 'a &lt; b<br>c'],
  ])('%s', (_what, shape, value, json) => {
    expect(writeValue(shape, value)).toEqual(json)
  })

  test.each<[FieldShape, FieldValue, string]>([
    [field('double'), 'many', '"many" is not a number'],
    [field('boolean'), 'perhaps', '"perhaps" is not true or false'],
    [owner, 'Ann', '"Ann" is not a Salesforce id'],
    [field('date'), 'soon', '"soon" is not a date'],
    [field('datetime'), 'soon', '"soon" is not a date and time'],
  ])('%o refuses %s and names the field', (shape, value, problem) => {
    expect(() => writeValue(shape, value)).toThrow(
      expect.objectContaining({ kind: 'mapping', fields: { [shape.name]: problem } }),
    )
  })
})

test('[L18] what was read can be written, and reads the same again', () => {
  const rows = fc.oneof(
    fc.record({
      shape: fc.constant(field('string')),
      raw: fc.string({ minLength: 1 }).filter((text) => text.trim() !== ''),
    }),
    fc.record({ shape: fc.constant(field('double')), raw: fc.double({ noNaN: true, noDefaultInfinity: true }) }),
    fc.record({ shape: fc.constant(field('boolean')), raw: fc.boolean() }),
    fc.record({ shape: fc.constant(priority), raw: fc.constantFrom('High', 'Low', 'Gone') }),
    fc.record({ shape: fc.constant(topics), raw: fc.constantFrom('High', 'High;Low') }),
    fc.record({ shape: fc.constant(field('datetime')), raw: fc.constant('2026-05-06T11:29:24.000+0000') }),
  )
  fc.assert(
    fc.property(rows, ({ shape, raw }) => {
      const value = read(shape, raw)
      expect(read(shape, writeValue(shape, value))).toEqual(value)
    }),
  )
})
