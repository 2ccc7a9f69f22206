import { expect, test } from 'vitest'
import type { Priority } from '../core/connector.ts'
import { Failure } from '../core/failure.ts'
import { createGatherer, createSeries, type GathererNeeds } from './gather.ts'

/** A clock that stands still until a test moves it. */
function handClock() {
  let now = 0
  let waiting: { until: number; wake: () => void }[] = []
  return {
    wait: (milliseconds: number) => new Promise<void>((wake) => void waiting.push({ until: now + milliseconds, wake })),
    async advance(milliseconds: number) {
      now += milliseconds
      for (const one of waiting.filter(({ until }) => until <= now)) one.wake()
      waiting = waiting.filter(({ until }) => until > now)
      await settled()
    },
  }
}

/** Lets everything that only waits for promises happen. */
function settled(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve))
}

interface Call {
  readonly keys: readonly string[]
  readonly operations: readonly string[]
  readonly priority: Priority
  answer(results?: readonly (string | Error)[]): Promise<void>
  fail(error: unknown): Promise<void>
}

/** A gatherer whose calls are answered by hand. */
function gathererByHand(options: Partial<GathererNeeds<string, string>> = {}) {
  const clock = handClock()
  const calls: Call[] = []
  const gatherer = createGatherer<string, string>({
    max: 3,
    clock,
    ...options,
    run: (keys, operations, priority) =>
      new Promise((resolve, reject) => {
        calls.push({
          keys,
          operations,
          priority,
          answer: (results = keys.map((key) => `<${key}>`)) => (resolve(results), settled()),
          fail: (error) => (reject(error), settled()),
        })
      }),
  })
  const call = (index: number): Call => calls[index] ?? expect.fail(`There was no call ${index}`)
  const keys = () => calls.map((one) => one.keys)
  return { gatherer, clock, call, keys }
}

test('[K1] simultaneous loads become one call, each with its own answer or error', async () => {
  const { gatherer, clock, call, keys } = gathererByHand()
  const loads = ['a', 'b'].map((key) => gatherer.load(key, { operation: `for ${key}` }))
  const results = Promise.allSettled(loads)
  await clock.advance(10)
  await call(0).answer(['yes', new Error('no')])
  expect(keys()).toEqual([['a', 'b']])
  expect(call(0).operations).toEqual(['for a', 'for b'])
  expect(await results).toEqual([
    { status: 'fulfilled', value: 'yes' },
    { status: 'rejected', reason: new Error('no') },
  ])
})

test('[K2] a batch waits for company, and no longer than that', async () => {
  const { gatherer, clock, keys } = gathererByHand({ waitMs: 10 })
  void gatherer.load('a', {})
  await clock.advance(9)
  expect(keys()).toEqual([])
  await clock.advance(1)
  expect(keys()).toEqual([['a']])
})

test('[K2] whoever joins prolongs the wait, ten times at most', async () => {
  const { gatherer, clock, keys } = gathererByHand({ waitMs: 10, max: 100 })
  void gatherer.load('first', {})
  await clock.advance(9)
  void gatherer.load('second', {})
  await clock.advance(10)
  expect(keys()).toEqual([])
  await clock.advance(10)
  expect(keys()).toEqual([['first', 'second']])
  for (let time = 0; time < 120; time += 5) {
    void gatherer.load(String(time), {})
    await clock.advance(5)
  }
  expect(keys()[1]).toHaveLength(20)
})

test('[K2] what is not urgent waits longer', async () => {
  const { gatherer, clock, keys } = gathererByHand({ waitMs: 10 })
  void gatherer.load('old', { priority: 'backfill' })
  await clock.advance(49)
  expect(keys()).toEqual([])
  await clock.advance(1)
  expect(keys()).toEqual([['old']])
})

test('[K2] a full batch leaves at once', async () => {
  const { gatherer, keys } = gathererByHand()
  for (const key of ['a', 'b', 'c', 'd']) void gatherer.load(key, {})
  await settled()
  expect(keys()).toEqual([['a', 'b', 'c']])
})

test('[K3] while enough batches are under way the next one fills, and leaves when one returns', async () => {
  const { gatherer, clock, call, keys } = gathererByHand({ parallel: 1 })
  void gatherer.load('a', {})
  await clock.advance(10)
  void gatherer.load('b', {})
  await clock.advance(50)
  void gatherer.load('c', {})
  await clock.advance(50)
  expect(keys()).toEqual([['a']])
  await call(0).answer()
  expect(keys()).toEqual([['a'], ['b', 'c']])
})

test('[K4] priorities never share a batch, and live ones leave first', async () => {
  const { gatherer, clock, call, keys } = gathererByHand({ parallel: 1 })
  void gatherer.load('first', {})
  await clock.advance(10)
  void gatherer.load('old', { priority: 'backfill' })
  void gatherer.load('soon', { priority: 'scheduled' })
  void gatherer.load('now', { priority: 'live' })
  await clock.advance(50)
  for (const index of [0, 1, 2]) await call(index).answer()
  expect(keys()).toEqual([['first'], ['now'], ['soon'], ['old']])
  expect(call(3).priority).toBe('backfill')
})

test('[K5] equal reads are asked for once and take one place', async () => {
  const { gatherer, call, keys } = gathererByHand({ keyOf: (key) => key })
  const loads = ['a', 'a', 'b', 'a', 'c'].map((key, index) => gatherer.load(key, { operation: String(index) }))
  await settled()
  expect(keys()).toEqual([['a', 'b', 'c']])
  expect(call(0).operations).toEqual(['0', '1', '3', '2', '4'])
  await call(0).answer()
  expect(await Promise.all(loads)).toEqual(['<a>', '<a>', '<b>', '<a>', '<c>'])
})

test('[K5] an equal read that comes after its batch has left is asked for again', async () => {
  const { gatherer, clock, keys } = gathererByHand({ keyOf: (key) => key })
  void gatherer.load('a', {})
  await clock.advance(10)
  void gatherer.load('a', {})
  await clock.advance(10)
  expect(keys()).toEqual([['a'], ['a']])
})

test('[K6] writes to one record keep their order and never share a batch', async () => {
  const { gatherer, clock, call, keys } = gathererByHand({ distinct: (key) => key.slice(0, 1) })
  for (const key of ['a1', 'b1', 'a2', 'a3']) void gatherer.load(key, {}).catch(() => undefined)
  await clock.advance(10)
  expect(keys()).toEqual([['a1', 'b1']])
  await call(0).answer(['done', new Error('refused')])
  await clock.advance(10)
  await call(1).fail(new Error('lost'))
  await clock.advance(10)
  expect(keys()).toEqual([['a1', 'b1'], ['a2'], ['a3']])
})

test('[K7] a refusal of the whole call is halved until the culprit stands alone', async () => {
  const clock = handClock()
  const keys: (readonly string[])[] = []
  const refusal = new Failure('rejection', 'bad')
  const gatherer = createGatherer<string, string>({
    max: 4,
    clock,
    run: (batch) => {
      keys.push(batch)
      return batch.includes('c') ? Promise.reject(refusal) : Promise.resolve(batch)
    },
  })
  const loads = ['a', 'b', 'c', 'd'].map((key) => gatherer.load(key, {}))
  expect(await Promise.allSettled(loads)).toEqual([
    { status: 'fulfilled', value: 'a' },
    { status: 'fulfilled', value: 'b' },
    { status: 'rejected', reason: refusal },
    { status: 'fulfilled', value: 'd' },
  ])
  expect(keys).toEqual([['a', 'b', 'c', 'd'], ['a', 'b'], ['c', 'd'], ['c'], ['d']])
})

test.each([
  ['it may have taken effect', new Failure('rejection', 'maybe', { effect: 'unknown' })],
  ['nobody answered', new Failure('connectivity', 'gone')],
])('[K7] a failed call is not repeated in halves when %s', async (_when, failure) => {
  const { gatherer, clock, call, keys } = gathererByHand()
  const loads = ['a', 'b'].map((key) => gatherer.load(key, {}))
  const results = Promise.allSettled(loads)
  await clock.advance(10)
  await call(0).fail(failure)
  expect(await results).toEqual(loads.map(() => ({ status: 'rejected', reason: failure })))
  expect(keys()).toHaveLength(1)
})

test('[K6] tasks of one name run one after the other, of different names at once', async () => {
  const series = createSeries()
  const events: string[] = []
  const task = (name: string) => async () => {
    events.push(`${name} starts`)
    await settled()
    events.push(`${name} ends`)
  }
  await Promise.all([series('a', task('a1')), series('a', task('a2')), series('b', task('b1'))])
  expect(events.slice(0, 2)).toEqual(['a1 starts', 'b1 starts'])
  expect(events.filter((event) => event.startsWith('a'))).toEqual(['a1 starts', 'a1 ends', 'a2 starts', 'a2 ends'])
})
