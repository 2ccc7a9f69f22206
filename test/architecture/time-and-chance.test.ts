import { expect, test } from 'vitest'
import { isTestFile, parseSource, sourceFiles } from './source-files.ts'
import { takenFromTheMachine } from './time-and-chance.ts'

test.each(['core', 'engine'])('[G3] %s takes time, chance and environment as arguments', (room) => {
  const files = sourceFiles(`src/${room}`).filter((file) => !isTestFile(file.path))

  const taken = files.flatMap(takenFromTheMachine)

  expect(files.length).toBeGreaterThan(0)
  expect(taken).toEqual([])
})

test.each([
  ['Date.now()', 'Date.now'],
  ['new Date()', 'new Date()'],
  ['Math.random()', 'Math.random'],
  ['const roll = Math.random', 'Math.random'],
  ['performance.now()', 'performance.now'],
  ['setTimeout(done, 5)', 'setTimeout()'],
  ['crypto.randomUUID()', 'crypto.randomUUID'],
  ['randomBytes(16)', 'randomBytes()'],
  ['process.env', 'process.env'],
  ['process["env"]', 'process.[…]'],
  ['AbortSignal.timeout(5)', 'AbortSignal.timeout'],
  ['DateTime.utc()', 'utc()'],
  ['schedule.nextRun()', 'nextRun()'],
])('[G3] %s is seen', (text, what) => {
  expect(takenFromTheMachine(parseSource('src/core/plan.ts', `\n${text}`))).toEqual([`src/core/plan.ts:2 uses ${what}`])
})

test('[G3] a module that brings them is seen', () => {
  const file = parseSource('src/engine/run.ts', `import { setTimeout as wait } from 'node:timers/promises'`)

  expect(takenFromTheMachine(file)).toEqual(['src/engine/run.ts imports node:timers/promises'])
})

test.each([
  'new Date(stamp)',
  'clock.now()',
  'chance.random()',
  'run.process(pair)',
  'DateTime.utc(2030)',
  'schedule.nextRun(now)',
  '// Date.now() in a comment',
  'const text = "Math.random()"',
])('[G3] %s is left alone', (text) => {
  expect(takenFromTheMachine(parseSource('src/core/plan.ts', text))).toEqual([])
})
