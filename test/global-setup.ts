import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '../src/store/embedded-postgres.ts'
import { createPgBossQueue } from '../src/store/pg-boss-queue.ts'
import { openStore } from '../src/store/store.ts'

const PREFIX = 'crosstie-test-'

/** One PostgreSQL for the whole run: that of DATABASE_URL, else an embedded one that forgets everything. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = process.env['DATABASE_URL'] === undefined ? await startTemporary() : given(process.env['DATABASE_URL'])
  const template = `crosstie_test_${randomBytes(6).toString('hex')}`
  await administer(server.url, `create database ${template}`)
  await fillTemplate(urlTo(server.url, template))
  project.provide('postgresUrl', server.url)
  project.provide('templateDatabase', template)
  return async () => {
    await administer(server.url, `drop database if exists ${template} with (force)`)
    await server.stop()
  }
}

async function fillTemplate(url: string): Promise<void> {
  const store = await openStore({ url })
  const queue = createPgBossQueue({ db: store.db, url, isOnlyUser: true, onError: () => undefined })
  await queue.start()
  await queue.stop()
  await store.close()
}

function given(url: string) {
  return { url, stop: () => Promise.resolve() }
}

async function startTemporary() {
  await removeLeftovers()
  const dataDir = await mkdtemp(join(tmpdir(), PREFIX))
  const { url, stop } = await startEmbedded({ dataDir, durable: false })
  const stopAndRemove = async () => {
    await stop()
    await rm(dataDir, { recursive: true, force: true })
  }
  return { url, stop: stopAndRemove }
}

/** A run that was killed leaves its PostgreSQL behind; that of a run that still goes on is locked. */
async function removeLeftovers(): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(PREFIX))
  const leftovers = names.map((name) => join(tmpdir(), name)).filter((dir) => existsSync(join(dir, 'crosstie.lock')))
  for (const dataDir of leftovers) {
    const leftover = await startEmbedded({ dataDir, durable: false }).catch(() => undefined)
    if (leftover === undefined) continue
    await leftover.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

function urlTo(url: string, database: string): string {
  return Object.assign(new URL(url), { pathname: `/${database}` }).href
}
