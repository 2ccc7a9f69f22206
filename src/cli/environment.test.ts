import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { environmentTable, readEnvironment } from './environment.ts'
import { CommandError } from './exit.ts'

test('[C4] what is absent or empty takes its default', () => {
  expect(readEnvironment({ CROSSTIE_PORT: '', HOME: '/root' })).toEqual({
    CROSSTIE_DATA: './data',
    CROSSTIE_HOST: '127.0.0.1',
    CROSSTIE_PORT: 4100,
    LOG_LEVEL: 'info',
  })
})

test('[C4] what is given is taken', () => {
  const given = { DATABASE_URL: 'postgres://crosstie:x@db:5432/crosstie', CROSSTIE_PORT: '8080', LOG_LEVEL: 'debug' }

  expect(readEnvironment(given)).toMatchObject({ ...given, CROSSTIE_PORT: 8080 })
})

test.each([
  ['DATABASE_URL', 'mysql://db/crosstie'],
  ['CROSSTIE_PORT', 'http'],
  ['CROSSTIE_PORT', '70000'],
  ['LOG_LEVEL', 'loud'],
])('[C4] %s=%s is refused by its name, as wrong usage', (name, value) => {
  const read = () => readEnvironment({ [name]: value })

  expect(read).toThrow(new RegExp(`^The environment is not right. ${name}: `))
  expect(read).toThrow(expect.objectContaining({ name: CommandError.name, exitCode: 2 }))
})

test('[C4] a refusal never repeats a value, which may be a secret', () => {
  expect(() => readEnvironment({ DATABASE_URL: 'mysql://root:hunter2@db/crosstie' })).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
  )
})

test('[C4] docs/operating.md shows the variables as they are', () => {
  const page = readFileSync(new URL('../../docs/operating.md', import.meta.url), 'utf8')

  expect(page).toContain(environmentTable())
})
