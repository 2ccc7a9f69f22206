import { expect, test } from 'vitest'
import { people } from '../../people.ts'
import { idSuffix, toId18 } from '../ids.ts'
import { startSalesforce } from '../index.ts'

const clock = { now: () => new Date('2026-11-23T12:00:00Z') }

async function contentOf(seed: number) {
  const sandbox = await startSalesforce({ cases: 300, seed, clock })
  await sandbox.close()
  return sandbox
}

test('[F22] the same seed gives the same org and keys, another seed another', async () => {
  const [first, again, other] = [await contentOf(7), await contentOf(7), await contentOf(8)]

  expect(again.org.all('Case')).toEqual(first.org.all('Case'))
  expect(again.credentials).toEqual(first.credentials)
  expect(other.org.all('Case')).not.toEqual(first.org.all('Case'))
})

test('[F22] the desk is believable: many kinds of letter, every status, priority and script', async () => {
  const { org } = await contentOf(1)
  const cases = org.all('Case')
  const texts = cases.map((row) => `${String(row['Subject'])}\n${String(row['Description'] ?? '')}`)
  const some = (pattern: RegExp) => texts.some((text) => pattern.test(text))

  expect(new Set(cases.map((row) => row['Subject'])).size).toBeGreaterThan(100)
  expect(new Set(cases.map((row) => row['Status']))).toEqual(
    new Set(['New', 'Working', 'Escalated', 'On Hold', 'Closed']),
  )
  expect(new Set(cases.map((row) => row['Priority']))).toEqual(new Set(['High', 'Medium', 'Low']))
  expect(
    [
      /\p{Script=Cyrillic}/u,
      /\p{Script=Hiragana}/u,
      /ß|ü/,
      /é|è/,
      /¿/,
      /\p{Emoji_Presentation}/u,
      /<[a-z]+>/,
      /\r\n/,
    ].map(some),
  ).toEqual(Array.from({ length: 8 }, () => true))
  expect(cases.map((row) => row['CaseNumber'])).toEqual(cases.map((_, place) => String(1001 + place).padStart(8, '0')))
  expect(cases.some((row) => org.find('Group', String(row['OwnerId'])))).toBe(true)
})

test('[F22] the team on the desk has the addresses that both sides know', async () => {
  const { org } = await contentOf(1)
  const addresses = org.all('User').map((row) => row['Email'])

  expect(addresses).toEqual(expect.arrayContaining(people.map(({ email }) => email)))
})

test('[F10] ids carry the checksum of their capitals', () => {
  expect(idSuffix('00D000000000062')).toBe('EAA')
  expect(toId18('0015e00000tW1f0')).toBe('0015e00000tW1f0AAC')
  expect(toId18('0015e00000tW1f0AAA')).toBeUndefined()
})
