import { expect, test } from 'vitest'
import { createProgress } from './progress.ts'

function stream(isTTY: boolean) {
  const written: string[] = []
  return { isTTY, written, write: (text: string) => written.push(text) }
}

test('[C9] a log gets a line for each tenth, and the end', () => {
  const log = stream(false)
  const progress = createProgress('Cases', log)

  for (let done = 0; done <= 100; done += 1) progress.report(done, 100)
  progress.finish('100 brought over')

  expect(log.written).toHaveLength(12)
  expect(log.written.slice(0, 2)).toEqual(['Cases: 0/100\n', 'Cases: 10/100\n'])
  expect(log.written.at(-1)).toBe('Cases: 100 brought over\n')
})

test('[C9] a terminal gets a bar that moves in its line', () => {
  const terminal = stream(true)
  const progress = createProgress('Cases', terminal)

  progress.report(1, 2)
  progress.finish('done')

  expect(terminal.written).toEqual([
    `\r\u001b[2KCases ${'█'.repeat(12)}${'░'.repeat(12)} 1/2`,
    '\r\u001b[2KCases: done\n',
  ])
})

test('[C9] nothing to do is all done', () => {
  const terminal = stream(true)

  createProgress('Cases', terminal).report(0, 0)

  expect(terminal.written).toEqual([`\r\u001b[2KCases ${'█'.repeat(24)} 0/0`])
})
