import { expect, test } from 'vitest'
import { fullId, isRecordId } from './ids.ts'

test.each([
  ['0038M0000016Wv8', '0038M0000016Wv8QAE'],
  ['0038M0000016Wv8QAE', '0038M0000016Wv8QAE'],
])('[L4] %s is the record %s', (id, full) => {
  expect(fullId(id)).toBe(full)
})

test('[L4] only texts of 15 or 18 letters and digits pass for record ids', () => {
  expect(
    ['0038M0000016Wv8', '0038M0000016Wv8QAE', '', '0038M', "0038M0000016Wv'", '0038M0000016Wv8QA'].map(isRecordId),
  ).toEqual([true, true, false, false, false, false])
})
