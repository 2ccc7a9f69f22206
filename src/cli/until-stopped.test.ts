import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { runUntilStopped } from './until-stopped.ts'

function fakeProcess() {
  const signals = new EventEmitter()
  const exits: number[] = []
  return {
    exits,
    send: (signal: 'SIGINT' | 'SIGTERM') => signals.emit(signal),
    listeners: () => signals.listenerCount('SIGINT') + signals.listenerCount('SIGTERM'),
    control: Object.assign(signals, { exit: (code: number) => void exits.push(code) }),
  }
}

test.each(['SIGINT', 'SIGTERM'] as const)('[C6] %s stops what runs, and the command is done', async (signal) => {
  const { control, send, listeners } = fakeProcess()
  const stopped: string[] = []

  const running = runUntilStopped(async () => ({ stop: async () => void stopped.push('stopped') }), control)
  send(signal)

  await expect(running).resolves.toBe(0)
  expect(stopped).toEqual(['stopped'])
  expect(listeners()).toBe(0)
})

test('[C6] a signal during the start waits for the start, then stops', async () => {
  const { control, send } = fakeProcess()
  const order: string[] = []
  const { promise: started, resolve: start } = Promise.withResolvers<void>()

  const running = runUntilStopped(async () => {
    await started
    order.push('started')
    return { stop: async () => void order.push('stopped') }
  }, control)
  send('SIGTERM')
  start()
  await running

  expect(order).toEqual(['started', 'stopped'])
})

test('[C6] a second signal leaves at once', async () => {
  const { control, send, exits } = fakeProcess()

  const running = runUntilStopped(async () => ({ stop: async () => undefined }), control, { sameSignalMs: 0 })
  send('SIGINT')
  send('SIGINT')
  await running

  expect(exits).toEqual([1])
})

test('[C6] a signal that reaches us by several ways is one', async () => {
  const { control, send, exits } = fakeProcess()

  const running = runUntilStopped(async () => ({ stop: async () => undefined }), control)
  send('SIGTERM')
  send('SIGTERM')
  await running

  expect(exits).toEqual([])
})

test('[C6] what does not stop in time is left', async () => {
  const { control, send } = fakeProcess()

  const running = runUntilStopped(async () => ({ stop: () => new Promise<void>(() => undefined) }), control, {
    stopLimitMs: 1,
  })
  send('SIGTERM')

  await expect(running).rejects.toThrow('Stopping took too long; left at once.')
})

test('[C6] a start that fails is not waited for', async () => {
  const { control, listeners } = fakeProcess()

  await expect(runUntilStopped(() => Promise.reject(new Error('no port')), control)).rejects.toThrow('no port')
  expect(listeners()).toBe(0)
})
