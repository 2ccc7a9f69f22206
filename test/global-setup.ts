import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '../src/store/embedded-postgres.ts'
import { openStore } from '../src/store/store.ts'

/** One PostgreSQL for the whole run: that of DATABASE_URL, else an embedded one that forgets everything. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = process.env['DATABASE_URL'] === undefined ? await startTemporary() : given(process.env['DATABASE_URL'])
  const template = `crosstie_test_${randomBytes(6).toString('hex')}`
  await administer(server.url, `create database ${template}`)
  await (await openStore({ url: urlTo(server.url, template) })).close()
  project.provide('postgresUrl', server.url)
  project.provide('templateDatabase', template)
  return async () => {
    await administer(server.url, `drop database if exists ${template} with (force)`)
    await server.stop()
  }
}

function given(url: string) {
  return { url, stop: () => Promise.resolve() }
}

async function startTemporary() {
  const dataDir = await mkdtemp(join(tmpdir(), 'crosstie-test-'))
  const { url, stop } = await startEmbedded({ dataDir, durable: false })
  return { url, stop: () => stop().finally(() => rm(dataDir, { recursive: true, force: true })) }
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
