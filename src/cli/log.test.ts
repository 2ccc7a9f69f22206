import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { createLog, readableLine } from './log.ts'

function sink() {
  const lines: string[] = []
  const stream = new Writable({ write: (chunk, _encoding, done) => (lines.push(String(chunk)), done()) })
  return { lines, stream }
}

test('[C10] machines get a JSON object a line', () => {
  const { lines, stream } = sink()

  createLog({ level: 'info', stream, readable: false }).warn({ record: '5003' }, 'signal postponed')

  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { level: 40, time: expect.any(Number), record: '5003', msg: 'signal postponed' },
  ])
})

test('[C10] people get a sentence a line', () => {
  const { lines, stream } = sink()

  createLog({ level: 'info', stream, readable: true }).info({ port: 5432, by: 'the demo' }, 'database started')

  expect(lines).toEqual([expect.stringMatching(/^\d\d:\d\d:\d\d info {2}database started port=5432 by="the demo"\n$/)])
})

test('[C10] what is less severe than asked for is not logged', () => {
  const { lines, stream } = sink()

  createLog({ level: 'warn', stream, readable: false }).info('started')

  expect(lines).toEqual([])
})

test('[C10] an error is named with its message', () => {
  const line = JSON.stringify({
    level: 50,
    time: 0,
    msg: 'poll failed',
    err: { type: 'Failure', message: 'no answer' },
  })

  expect(readableLine(line)).toBe('00:00:00 error poll failed err={"type":"Failure","message":"no answer"}\n')
})
