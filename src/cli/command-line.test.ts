import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { createEmptyDatabase } from '../../test/database.ts'
import { Status } from '../api/status.ts'

const PROGRAM = fileURLToPath(new URL('../../bin/crosstie.mjs', import.meta.url))

const dataDir = await mkdtemp(join(tmpdir(), 'crosstie-cli-'))
afterAll(() => rm(dataDir, { recursive: true, force: true }))

interface Ended {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs the program as a person does, in an environment that names no database. */
function crosstie(...args: string[]): Promise<Ended> {
  return crosstieWith({}, ...args)
}

function crosstieWith(variables: Record<string, string>, ...args: string[]): Promise<Ended> {
  const { DATABASE_URL: _, ...inherited } = process.env
  return new Promise((resolve) => {
    const options = { env: { ...inherited, ...variables } }
    const child = execFile(process.execPath, [PROGRAM, ...args], options, (_error, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    )
  })
}

test('[C2] help and version are no error', async () => {
  const [help, version] = await Promise.all([crosstie('--help'), crosstie('--version')])

  expect(help).toMatchObject({ code: 0, err: '', out: expect.stringContaining('Usage: crosstie') })
  expect(version).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) })
})

test.each([
  ['an unknown command', ['fly'], "unknown command 'fly'"],
  ['an unknown option', ['start', '--fast'], "unknown option '--fast'"],
  ['a port that is none', ['start', '--port', '70000'], 'It must be a whole number from 0 to 65535.'],
])('[C2] %s is wrong usage', async (_what, args, message) => {
  const { code, out, err } = await crosstie(...args)

  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toContain(message)
})

test('[C2] [C8] the status of what does not run is not reachable, and standard output stays empty', async () => {
  expect(await crosstie('status', '--json', '--data', dataDir)).toEqual({
    code: 3,
    out: '',
    err:
      `No Crosstie is running with the data directory ${dataDir}.\n` +
      'Start it with "crosstie start", or name another place with --data or DATABASE_URL.\n',
  })
})

test('[C5] an installation file that is not there is named before anything starts', async () => {
  const { code, err } = await crosstie('start', '--config', join(dataDir, 'none.yaml'), '--data', dataDir)

  expect(code).toBe(1)
  expect(err).toContain(`Could not read ${join(dataDir, 'none.yaml')}: there is no such file.`)
})

test('[C7] a port that is taken is told with what to do', async () => {
  const holder = createServer().listen(0, '127.0.0.1')
  await new Promise((listening) => holder.once('listening', listening))
  // An address object, as always after listening on a port.
  const { port } = holder.address() as AddressInfo

  const ended = await crosstie('sandbox', '--jira-port', String(port), '--salesforce-port', '0', '--control-port', '0')
  holder.close()

  expect(ended).toEqual({
    code: 1,
    out: '',
    err:
      `Port ${port} is already taken on this machine.\nStop the program that uses it, perhaps another Crosstie, ` +
      'or choose another port with --jira-port, --salesforce-port or --control-port.\n',
  })
})

test('[C6] [C8] the sandbox prints one line of JSON once all of it answers, and ends at a signal', async () => {
  const ports = ['--jira-port', '0', '--salesforce-port', '0', '--control-port', '0', '--cases', '3']
  const child = spawn(process.execPath, [PROGRAM, 'sandbox', '--json', ...ports], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')

  const [line] = await once(child.stdout.setEncoding('utf8'), 'data')
  const { jira, salesforce, control } = JSON.parse(line)
  const answers = await Promise.all([jira.url, `${salesforce.url}/services/data`, control].map((url) => fetch(url)))
  child.kill('SIGTERM')

  expect(line.endsWith('}\n')).toBe(true)
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
  expect(await ended).toEqual([0, null])
})

test('[C8] [C12] migrate makes the tables, and status --json prints one line', async () => {
  const { url, drop } = await createEmptyDatabase()
  const environment = { DATABASE_URL: url }

  const migrated = await crosstieWith(environment, 'migrate')
  const status = await crosstieWith(environment, 'status', '--json')
  await drop()

  expect(migrated).toEqual({ code: 0, out: 'The database is up to date.\n', err: '' })
  expect(status).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^[^\n]+\n$/) })
  expect(Status.parse(JSON.parse(status.out))).toMatchObject({ health: 'ok', workflows: [] })
})

test('[C2] the status of a database that does not answer is not reachable', async () => {
  const { code, out } = await crosstieWith({ DATABASE_URL: 'postgres://127.0.0.1:1/crosstie' }, 'status')

  expect({ code, out }).toEqual({ code: 3, out: '' })
})
