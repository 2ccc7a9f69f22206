import { beforeEach, describe, expect, test, vi } from 'vitest'
import { LostJob, type Queue, type QueueJob, type QueueSignal } from './queue.ts'

export interface QueueSubject<Tx> {
  /** Started. */
  readonly queue: Queue<Tx>
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** Makes the holder of this job look dead, as if it had not touched it for long. */
  silence(queue: string, job: QueueJob): Promise<void>
}

/** Every queue passes these: what the engine builds on. */
export function queueContract<Tx>(name: string, subject: () => QueueSubject<Tx>): void {
  describe(`${name} keeps the queue contract`, () => {
    let turn = 0
    let queue: string

    beforeEach(async () => {
      queue = `contract-${(turn += 1)}`
      await subject().queue.open(queue)
    })

    const signal = (...signals: readonly QueueSignal[]) =>
      subject().transaction((tx) => subject().queue.signal(tx, queue, signals))
    const complete = (job: QueueJob) => subject().transaction((tx) => subject().queue.complete(tx, queue, job))
    const fetch = (max = 10) => subject().queue.fetch(queue, max)
    const fetchOne = async () => {
      const [job] = await fetch(1)
      if (job === undefined) throw new Error('nothing to fetch')
      return job
    }
    const keys = async (max?: number) => (await fetch(max)).map((job) => job.key)
    const depth = () => subject().queue.depth(queue)

    test('[S20] signals for a waiting key are merged into one job', async () => {
      await signal({ key: 'a', priority: 'live' }, { key: 'a', priority: 'backfill' })
      await signal({ key: 'a', priority: 'live' })

      expect(await keys()).toEqual(['a'])
      expect(await depth()).toEqual({ waiting: 0, delayed: 0, running: 1 })
    })

    test('[S20] transactions that signal a new key at the same time make one job', async () => {
      await Promise.all(Array.from({ length: 8 }, () => signal({ key: 'a', priority: 'live' })))

      expect(await depth()).toEqual({ waiting: 1, delayed: 0, running: 0 })
    })

    test('[S21] signals during a run yield exactly one more run, after it', async () => {
      await signal({ key: 'a', priority: 'live' })
      const run = await fetchOne()

      await signal({ key: 'a', priority: 'live' })
      await signal({ key: 'a', priority: 'live' })

      expect(await fetch()).toEqual([])
      await complete(run)
      const followUp = await fetchOne()
      await complete(followUp)
      expect(await fetch()).toEqual([])
    })

    test('[S22] a signal that is rolled back leaves nothing', async () => {
      const failing = subject().transaction(async (tx) => {
        await subject().queue.signal(tx, queue, [{ key: 'a', priority: 'live' }])
        throw new Error('rolled back')
      })

      await expect(failing).rejects.toThrow('rolled back')
      expect(await depth()).toEqual({ waiting: 0, delayed: 0, running: 0 })
    })

    test('[S22] a run does not start while a signal that it would absorb is not committed', async () => {
      await signal({ key: 'a', priority: 'live' })

      await subject().transaction(async (tx) => {
        await subject().queue.signal(tx, queue, [{ key: 'a', priority: 'live' }])
        expect(await fetch()).toEqual([])
      })

      expect(await keys()).toEqual(['a'])
    })

    test('[S23] a job that is put back waits for its time, and runs then', async () => {
      await signal({ key: 'a', priority: 'live' })
      const job = await fetchOne()

      await subject().transaction(async (tx) => {
        await subject().queue.complete(tx, queue, job)
        await subject().queue.signal(tx, queue, [{ key: 'a', priority: 'live', delayMs: 700 }])
      })

      expect(await depth()).toEqual({ waiting: 0, delayed: 1, running: 0 })
      expect(await fetch()).toEqual([])
      await vi.waitFor(async () => expect(await keys()).toEqual(['a']), 5000)
    })

    test('[S24] a new signal cuts a back-off short, and a later one never postpones', async () => {
      await signal({ key: 'a', priority: 'live', delayMs: 3_600_000 })
      await signal({ key: 'a', priority: 'live' })
      await signal({ key: 'a', priority: 'live', delayMs: 3_600_000 })

      expect(await keys()).toEqual(['a'])
    })

    test('[S24] a put-back does not postpone a signal that came during the run', async () => {
      await signal({ key: 'a', priority: 'live' })
      const job = await fetchOne()
      await signal({ key: 'a', priority: 'live' })

      await subject().transaction(async (tx) => {
        await subject().queue.complete(tx, queue, job)
        await subject().queue.signal(tx, queue, [{ key: 'a', priority: 'live', delayMs: 3_600_000 }])
      })

      expect(await keys()).toEqual(['a'])
    })

    test('[S25] live goes before scheduled before backfill, whatever came first', async () => {
      await signal({ key: 'a', priority: 'backfill' })
      await signal({ key: 'b', priority: 'scheduled' })
      await signal({ key: 'c', priority: 'live' })

      expect([await keys(1), await keys(1), await keys(1)]).toEqual([['c'], ['b'], ['a']])
    })

    test('[S25] of equal priority the oldest goes first, a merge keeping its place', async () => {
      for (const key of ['c', 'a', 'b', 'c']) await signal({ key, priority: 'live' })

      expect([await keys(1), await keys(1), await keys(1)]).toEqual([['c'], ['a'], ['b']])
    })

    test('[S25] a merge raises the priority and never lowers it', async () => {
      await signal({ key: 'a', priority: 'scheduled' })
      await signal({ key: 'b', priority: 'backfill' }, { key: 'c', priority: 'live' })
      await signal({ key: 'b', priority: 'live' }, { key: 'c', priority: 'backfill' })

      expect((await keys(2)).toSorted()).toEqual(['b', 'c'])
    })

    test('[S26] several keys in one transaction become one job each', async () => {
      await signal({ key: 'b', priority: 'live' })
      await signal(...['c', 'a', 'b'].map((key) => ({ key, priority: 'live' as const })))

      expect((await keys()).toSorted()).toEqual(['a', 'b', 'c'])
    })

    test('[S26] transactions that signal the same keys in other orders all succeed', async () => {
      const signals = Array.from({ length: 1000 }, (_, index) => ({ key: `key-${index}`, priority: 'live' as const }))
      const orders = [signals, signals.toReversed(), signals.slice(500).concat(signals.slice(0, 500))]

      for (const _round of ['new', 'waiting']) await Promise.all(orders.map((order) => signal(...order)))

      expect(await depth()).toEqual({ waiting: 1000, delayed: 0, running: 0 })
    })

    test('[S27] a run that was taken over cannot be completed, nor touched', async () => {
      await signal({ key: 'a', priority: 'live' })
      const lost = await fetchOne()
      expect(await subject().queue.touch(queue, [lost])).toEqual([])

      await subject().silence(queue, lost)
      const taken = await vi.waitFor(fetchOne, 15_000)

      expect(taken).toMatchObject({ key: 'a', crashes: 1 })
      expect(await subject().queue.touch(queue, [lost, taken])).toEqual([lost])
      await expect(complete(lost)).rejects.toThrow(LostJob)
      await complete(taken)
      expect(await depth()).toEqual({ waiting: 0, delayed: 0, running: 0 })
    })

    test('[S27] a run is completed once', async () => {
      await signal({ key: 'a', priority: 'live' })
      const job = await fetchOne()

      await complete(job)

      await expect(complete(job)).rejects.toThrow(LostJob)
    })

    test('[S28] tells which keys neither wait nor run', async () => {
      await signal({ key: 'running', priority: 'live' })
      await fetchOne()
      await signal({ key: 'waiting', priority: 'live' }, { key: 'delayed', priority: 'live', delayMs: 60_000 })

      expect(await subject().queue.absent(queue, ['running', 'waiting', 'delayed', 'unknown'])).toEqual(['unknown'])
    })

    test('[S29] a signal is announced with its queue once it is committed, and a key that became due too', async () => {
      const heard: string[] = []
      const stop = subject().queue.onSignal((from) => heard.push(from))

      await signal({ key: 'a', priority: 'live' })

      await vi.waitFor(() => expect(heard).toContain(queue), 5000)
      heard.length = 0
      await vi.waitFor(() => expect(heard).toContain(queue), 5000)
      stop()
    })
  })
}
