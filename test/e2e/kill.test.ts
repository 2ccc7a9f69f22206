import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { editCase, editIssue, countEchoes, signIn } from '../../src/cli/demo/people.ts'
import { compareWorld, readJournal, readWorld } from '../../src/cli/demo/world.ts'
import { fillTemplate, parseTemplate } from '../../src/core/template.ts'
import { createRandom } from '../../src/sandbox/random.ts'
import { startSandbox } from '../../src/sandbox/index.ts'
import { startProcess, type CrosstieProcess } from './crosstie-process.ts'

const EDITS = 50
const CASES = 4
const TEMPLATE = new URL('../../templates/salesforce-cases-to-jira-tasks.yaml', import.meta.url)

let dir: string
let sandbox: Awaited<ReturnType<typeof startSandbox>>
let crosstie: CrosstieProcess

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'crosstie-e2e-'))
  sandbox = await startSandbox({ cases: CASES })
  await writeFile(join(dir, 'installation.yaml'), stringify(await installation()))
  crosstie = await start()
})

afterAll(async () => {
  await crosstie.stop()
  await sandbox.close()
  await rm(dir, { recursive: true, force: true })
})

test('[E1] fifty edits in turn and ten kills later both sides agree, without a duplicate and without an echo', async () => {
  const { addresses } = sandbox
  await untilInStep()
  const agreedAt = new Date().toISOString()
  const random = createRandom(42)
  const token = await signIn(addresses)
  const world = await readWorld(addresses.control)
  const one = world.cases[0]
  const issue = world.issues.find(({ custom }) => custom['Salesforce Case ID'] === one?.Id)
  if (!one || !issue) throw new Error('The first case has an issue once both sides agree')

  for (let edit = 1; edit <= EDITS; edit += 1) {
    if (edit % 2 === 0) await editIssue(addresses, issue.id, { summary: `Edited by a developer, ${edit}` })
    else
      await editCase(addresses, token, one.Id, {
        Subject: `Edited by an agent, ${edit}`,
        Priority: edit % 3 === 0 ? 'Low' : 'High',
      })
    if (edit % 5 === 0) await killAfter(random.next() * 1_500)
  }

  await untilInStep()
  const after = await readWorld(addresses.control)
  expect(compareWorld(after)).toEqual({ linked: CASES, duplicates: 0, mismatches: 0 })
  expect(countEchoes(await readJournal(addresses.control), agreedAt, after)).toBe(0)
}, 240_000)

/** The moment of the kill is part of the case, drawn from a seed; nothing is waited for here. */
async function killAfter(milliseconds: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  setTimeout(resolve, milliseconds)
  await promise
  await crosstie.kill()
  crosstie = await start()
}

async function untilInStep(): Promise<void> {
  const { control } = sandbox.addresses
  await expect
    .poll(async () => compareWorld(await readWorld(control)).mismatches, { timeout: 150_000, interval: 500 })
    .toBe(0)
}

function start(): Promise<CrosstieProcess> {
  const { jira, salesforce } = sandbox.addresses
  const variables = {
    SF_SECRET: salesforce.clientSecret,
    JIRA_TOKEN: jira.apiToken,
    LOG_LEVEL: 'error',
    DATABASE_URL: '',
  }
  return startProcess(
    ['--config', join(dir, 'installation.yaml'), '--port', '0', '--data', join(dir, 'data')],
    variables,
  )
}

async function installation(): Promise<object> {
  const { jira, salesforce } = sandbox.addresses
  const parsed = parseTemplate(parse(await readFile(TEMPLATE, 'utf8')))
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems))
  const filled = fillTemplate(parsed.template, { project: jira.projectKey })
  if ('problems' in filled) throw new Error(JSON.stringify(filled.problems))
  const sfAuth = { method: 'client-credentials', clientId: salesforce.clientId, clientSecret: '${SF_SECRET}' }
  const jiraAuth = { method: 'api-token', email: jira.email, apiToken: '${JIRA_TOKEN}' }
  return {
    crosstie: 'installation/v1',
    systems: {
      salesforce: { kind: 'salesforce', environment: 'sandbox', url: salesforce.url, auth: sfAuth },
      jira: { kind: 'jira', environment: 'sandbox', url: jira.url, projectKey: jira.projectKey, auth: jiraAuth },
    },
    workflows: [{ workflow: filled.workflow, state: 'active' }],
  }
}
