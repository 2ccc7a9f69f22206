import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { parseDocument } from 'yaml'
import { z } from 'zod'
import { CommandError } from './exit.ts'
import { fillIn } from './fill-in.ts'

const Name = z.string().regex(/^[\w-]+$/, 'may hold letters, digits, - and _')
const State = z.enum(['draft', 'active', 'paused'])

const SystemEntry = z.looseObject({
  kind: z.string(),
  environment: z.enum(['production', 'staging', 'sandbox']).default('production'),
})

const WorkflowEntry = z.union([
  z.strictObject({ file: z.string(), state: State.default('draft') }),
  z.strictObject({ workflow: z.looseObject({}), state: State.default('draft') }),
])

const InstallationFile = z.strictObject({
  crosstie: z.literal('installation/v1'),
  systems: z.record(Name, SystemEntry).default({}),
  publicUrl: z.url({ protocol: /^https?$/ }).optional(),
  workflows: z.array(WorkflowEntry).default([]),
})

/** What a connector kind says about its settings; any `ConnectorKind` is one. */
export interface SettingsOfKind {
  readonly kind: string
  readonly settings: z.ZodType
}

/** A whole installation as one file describes it, read and checked; secrets are filled in. */
export interface Installation {
  readonly path: string
  readonly systems: readonly InstalledSystem[]
  /** Where the connected systems reach us. */
  readonly publicUrl: string | undefined
  readonly workflows: readonly InstalledWorkflow[]
}

export interface InstalledSystem {
  readonly name: string
  readonly kind: string
  readonly environment: 'production' | 'staging' | 'sandbox'
  /** As written, with the secrets filled in; the kind's own schema has accepted them. */
  readonly settings: unknown
}

export interface InstalledWorkflow {
  /** Where the document came from, for messages. */
  readonly source: string
  /** As written; the workflow's own schema has not seen it yet. */
  readonly document: unknown
  readonly state: z.infer<typeof State>
}

export interface InstallationNeeds {
  readonly variables: Readonly<Record<string, string | undefined>>
  readonly kinds: readonly SettingsOfKind[]
}

/** Reads an installation file and the workflows that it names. Throws a `CommandError` that lists every problem found. */
export async function readInstallation(path: string, needs: InstallationNeeds): Promise<Installation> {
  const filled = fillIn(await readYaml(path), needs.variables, { except: ['workflow'] })
  refuseIfAny(path, filled.problems)
  const parsed = InstallationFile.safeParse(filled.value)
  if (!parsed.success)
    throw problemsIn(
      path,
      parsed.error.issues.map((issue) => sentenceOf(issue)),
    )

  const { systems, publicUrl, workflows } = parsed.data
  const checked = Object.entries(systems).map(([name, entry]) => checkSystem(name, entry, needs.kinds))
  refuseIfAny(
    path,
    checked.flatMap(({ problems }) => problems),
  )
  return {
    path,
    systems: checked.map(({ system }) => system),
    publicUrl,
    workflows: await Promise.all(workflows.map((entry, index) => readWorkflow(path, entry, index))),
  }
}

function checkSystem(name: string, entry: z.infer<typeof SystemEntry>, kinds: readonly SettingsOfKind[]) {
  const { kind, environment, ...given } = entry
  const known = kinds.find((candidate) => candidate.kind === kind)
  const result = known?.settings.safeParse(given)
  const system: InstalledSystem = { name, kind, environment, settings: given }
  if (result?.success) return { system, problems: [] }
  if (result) return { system, problems: result.error.issues.map((issue) => sentenceOf(issue, ['systems', name])) }
  const names = kinds.map((candidate) => candidate.kind).join(' or ')
  return { system, problems: [`systems.${name}.kind: "${kind}" is not a kind of system; it can be ${names}`] }
}

async function readWorkflow(
  path: string,
  entry: z.infer<typeof WorkflowEntry>,
  index: number,
): Promise<InstalledWorkflow> {
  const { state } = entry
  if ('workflow' in entry) return { source: `${path}, workflow ${index + 1}`, document: entry.workflow, state }
  const source = resolve(dirname(path), entry.file)
  return { source, document: await readYaml(source), state }
}

async function readYaml(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    const reason =
      cause instanceof Error && 'code' in cause && cause.code === 'ENOENT' ? 'there is no such file' : String(cause)
    throw new CommandError(`Could not read ${path}: ${reason}.`, {
      hint: 'Paths of workflow files are relative to the installation file that names them.',
      cause,
    })
  })
  const document = parseDocument(text, { prettyErrors: true })
  refuseIfAny(
    path,
    document.errors.map((error) => error.message.trimEnd()),
  )
  return document.toJS()
}

function sentenceOf(issue: z.core.$ZodIssue, prefix: readonly PropertyKey[] = []): string {
  const place = [...prefix, ...issue.path].map(String).join('.')
  return place ? `${place}: ${issue.message}` : issue.message
}

function refuseIfAny(path: string, problems: readonly string[]): void {
  if (problems.length > 0) throw problemsIn(path, problems)
}

function problemsIn(path: string, problems: readonly string[]): CommandError {
  const list = problems.map((problem) => `  - ${problem}`).join('\n')
  return new CommandError(`${path} is not right:\n${list}`, {
    hint: 'docs/operating.md shows a complete installation file.',
  })
}
