import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { createTestDatabase } from '../../test/database.ts'
import { createPgBossQueue } from './pg-boss-queue.ts'
import type { Queue, QueueJob } from './queue.ts'
import { queueContract } from './queue.contract.ts'

const { store, drop } = await createTestDatabase()
const { db, url } = store
const queue = newQueue()
await queue.start()

afterAll(async () => {
  await queue.stop()
  await drop()
})

function newQueue({ isOnlyUser = false } = {}): Queue {
  return createPgBossQueue({ db, url, isOnlyUser, onError: (error) => expect.fail(error.message) })
}

function signal(name: string, key: string): Promise<void> {
  return db.transaction().execute((tx) => queue.signal(tx, name, [{ key, priority: 'live' }]))
}

queueContract('The queue on pg-boss', () => ({
  queue,
  transaction: (work) => db.transaction().execute(work),
  async silence(_queue: string, job: QueueJob) {
    await sql`update pgboss.job_common set heartbeat_on = now() - interval '1 hour' where id = ${job.id}`.execute(db)
  },
}))

test('[S30] the only user of a database gets the jobs of its dead predecessor back at its start', async () => {
  const before = newQueue()
  await before.start()
  await before.open('restart')
  await signal('restart', 'a')
  await before.fetch('restart', 1)
  await before.stop()

  const after = newQueue({ isOnlyUser: true })
  await after.start()
  await after.open('restart')

  expect(await after.fetch('restart', 1)).toMatchObject([{ key: 'a', crashes: 1 }])
  await after.stop()
})

test('[S31] a job that crashes again and again is put aside as dead, and told of once', async () => {
  await queue.open('deadly')
  await signal('deadly', 'poison')
  for (let crash = 0; crash < 6; crash++) {
    const successor = newQueue({ isOnlyUser: true })
    expect(await queue.fetch('deadly', 1)).toMatchObject([{ key: 'poison', crashes: crash }])
    await successor.start()
    await successor.stop()
  }

  expect(await queue.absent('deadly', ['poison'])).toEqual(['poison'])
  const takeDead = () => db.transaction().execute((tx) => queue.takeDead(tx, 10))
  expect(await takeDead()).toEqual([{ queue: 'deadly', key: 'poison', crashes: 6 }])
  expect(await takeDead()).toEqual([])
})

test('[S21] no signal is lost and no key runs twice at once, with senders and two workers racing', async () => {
  const keys = ['hot', 'hot', 'hot', 'b', 'c', 'd']
  await sql`create table wants (key text primary key, want int not null, seen int not null)`.execute(db)
  await sql`insert into wants select key, 0, 0 from unnest(${[...new Set(keys)]}::text[]) key`.execute(db)
  await queue.open('race')
  const other = newQueue()
  await other.start()
  const running = new Set<string>()
  let sending = 8

  const send = async (sender: number) => {
    for (let turn = 0; turn < 40; turn++) {
      const key = keys[(turn * 7 + sender) % keys.length] ?? 'hot'
      await db.transaction().execute(async (tx) => {
        await sql`update wants set want = want + 1 where key = ${key}`.execute(tx)
        await queue.signal(tx, 'race', [{ key, priority: 'live' }])
      })
    }
    sending -= 1
  }
  const run = async (worker: Queue, job: QueueJob) => {
    expect(running.has(job.key)).toBe(false)
    running.add(job.key)
    const wants = await sql<{ want: number }>`select want from wants where key = ${job.key}`.execute(db)
    await db.transaction().execute(async (tx) => {
      await sql`update wants set seen = ${wants.rows[0]?.want} where key = ${job.key}`.execute(tx)
      running.delete(job.key)
      await worker.complete(tx, 'race', job)
    })
  }
  const work = async (worker: Queue) => {
    for (;;) {
      const isOver = sending === 0
      const jobs = await worker.fetch('race', 3)
      await Promise.all(jobs.map((job) => run(worker, job)))
      if (isOver && jobs.length === 0) return
    }
  }
  await Promise.all([...Array.from({ length: 8 }, (_, sender) => send(sender)), work(queue), work(other)])
  await other.stop()

  const unseen = await sql`select key from wants where seen < want`.execute(db)
  expect(unseen.rows).toEqual([])
  expect(await queue.depth('race')).toEqual({ waiting: 0, delayed: 0, running: 0 })
})

test('[S30] a signal that came during a run whose process died gets its run besides, not at the same time', async () => {
  const predecessor = newQueue()
  await predecessor.start()
  await predecessor.open('died')
  await signal('died', 'a')
  await predecessor.fetch('died', 1)
  await signal('died', 'a')
  await predecessor.stop()
  const successor = newQueue({ isOnlyUser: true })
  await successor.start()

  for (const _run of ['given back', 'follow-up']) {
    const jobs = await successor.fetch('died', 10)
    expect(jobs).toHaveLength(1)
    await db.transaction().execute((tx) => successor.complete(tx, 'died', jobs[0] ?? expect.fail('no job')))
  }

  expect(await successor.fetch('died', 10)).toEqual([])
  await successor.stop()
})
