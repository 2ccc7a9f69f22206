import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { readInstallation } from './installation.ts'

const jira = {
  kind: 'jira',
  settings: z.strictObject({ url: z.url(), apiToken: z.string().min(1), timeout: z.number().default(30) }),
}

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crosstie-installation-'))
  await writeFile(join(folder, 'cases.yaml'), 'crosstie: workflow/v1\nname: "{Subject} costs ${5}"\n')
})
afterAll(() => rm(folder, { recursive: true }))

async function read(text: string, variables: Record<string, string> = { TOKEN: 's3cret' }) {
  const path = join(folder, 'installation.yaml')
  await writeFile(path, text)
  return readInstallation(path, { variables, kinds: [jira] })
}

const SYSTEMS = `crosstie: installation/v1
systems:
  acme: { kind: jira, environment: sandbox, url: 'https://acme.example', apiToken: '\${TOKEN}' }
`

test('[C5] systems get their secrets, and the settings that their kind checks', async () => {
  const { systems, publicUrl } = await read(`${SYSTEMS}publicUrl: https://crosstie.acme.example\n`)

  expect(publicUrl).toBe('https://crosstie.acme.example')
  expect(systems).toEqual([
    {
      name: 'acme',
      kind: 'jira',
      environment: 'sandbox',
      settings: { url: 'https://acme.example', apiToken: 's3cret' },
    },
  ])
})

test('[C5] workflows come from files beside it or stand inside, with the state asked for', async () => {
  const { workflows } = await read(`${SYSTEMS}workflows:
  - { file: cases.yaml, state: active }
  - workflow: { crosstie: workflow/v1, name: Leads }
`)

  expect(workflows).toEqual([
    {
      source: join(folder, 'cases.yaml'),
      document: { crosstie: 'workflow/v1', name: '{Subject} costs ${5}' },
      state: 'active',
    },
    {
      source: `${join(folder, 'installation.yaml')}, workflow 2`,
      document: { crosstie: 'workflow/v1', name: 'Leads' },
      state: 'draft',
    },
  ])
})

test.each([
  ['a missing variable', SYSTEMS, {}, 'systems.acme.apiToken needs the environment variable TOKEN, which is not set'],
  ['another format', 'crosstie: installation/v9', {}, 'crosstie: Invalid input: expected "installation/v1"'],
  ['a misspelt key', 'crosstie: installation/v1\nworkflow: []', {}, 'Unrecognized key: "workflow"'],
  [
    'an unknown kind',
    'crosstie: installation/v1\nsystems: { acme: { kind: trello } }',
    {},
    'systems.acme.kind: "trello" is not a kind of system; it can be jira',
  ],
  [
    'settings that the kind refuses',
    `crosstie: installation/v1\nsystems: { acme: { kind: jira, url: 'https://a.example', apiToken: x, port: 1 } }`,
    {},
    'systems.acme: Unrecognized key: "port"',
  ],
  ['what is not YAML', 'crosstie: [', {}, 'at line 1, column 12'],
] as const)('[C5] %s is refused with its place', async (_what, text, variables, problem) => {
  await expect(read(text, variables)).rejects.toThrow(problem)
})

test('[C5] every problem of a kind is told at once', async () => {
  const text = `crosstie: installation/v1\nsystems: { a: { kind: trello }, b: { kind: jira, url: x, apiToken: y } }`

  await expect(read(text)).rejects.toThrow(/systems\.a\.kind: .*\n {2}- systems\.b\.url: /)
})

test('[C5] a workflow file that is not there is named', async () => {
  await expect(read(`${SYSTEMS}workflows: [{ file: gone.yaml }]`)).rejects.toThrow(
    `Could not read ${join(folder, 'gone.yaml')}: there is no such file.`,
  )
})
