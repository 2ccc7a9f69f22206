import { z } from 'zod'
import { Failure } from '../../core/failure.ts'
import type { Choice, EntitySchema, FieldSchema, FieldType } from '../../core/record.ts'
import { fieldTypeOf, JiraSchema, type Catalogue, type JiraField } from './catalogue.ts'
import { entityName, parseEntity, type IssueEntity } from './entity.ts'
import type { ProjectType, ProjectTypes } from './project-types.ts'
import type { Session } from './session.ts'
import { choiceOf } from './values.ts'

/** More than 200 a page is refused. */
const PAGE_SIZE = 200

const MetaField = z.object({
  fieldId: z.string(),
  name: z.string(),
  required: z.boolean(),
  hasDefaultValue: z.boolean().catch(false),
  schema: JiraSchema.optional(),
  operations: z.array(z.string()).catch([]),
  allowedValues: z.array(z.unknown()).optional().catch(undefined),
})
type MetaField = z.infer<typeof MetaField>

/** Data Center calls the array `values`. */
const MetaPage = z.object({
  fields: z.array(MetaField).optional(),
  values: z.array(MetaField).optional(),
  total: z.number().catch(0),
})

const NamedPage = z.object({ values: z.array(z.unknown()) })

/** Longest texts: support.atlassian.com, and the words with which Jira refuses longer ones. */
const SUMMARY_MAX = 255
const RICH_TEXT_MAX = 32_767

/** The entity says them; a create sets them by itself. */
const SET_BY_ENTITY = new Set(['project', 'issuetype'])

/** They move by transition only, or are the site's own. */
const NEVER_UPDATED = new Set(['status', 'resolution', 'created', 'updated', 'creator', 'issuekey', ...SET_BY_ENTITY])

/** What an issue holds beside its fields. */
const IDENTITY: readonly FieldSchema[] = [
  { id: 'id', name: 'Issue id', type: 'id', required: false, createable: false, updateable: false, unique: true },
  { id: 'key', name: 'Key', type: 'text', required: false, createable: false, updateable: false, unique: true },
]

export interface DescribeNeeds {
  readonly session: Session
  readonly projectKey: string
  readonly catalogue: Catalogue
  readonly types: ProjectTypes
}

/** What the site says about the fields of an entity: the create screen's fields, and all others as far as known. */
export async function describe(needs: DescribeNeeds, name: string): Promise<EntitySchema> {
  const entity = parseEntity(name, needs.projectKey)
  const types = await typesOf(needs, entity)
  const [screens, known, resolutions] = await Promise.all([
    Promise.all(types.map((type) => fetchMeta(needs.session, entity.project, type.id))),
    needs.catalogue.fields([]),
    namedValues(needs.session, '/resolution/search'),
  ])
  const options = new Map([
    ['status', distinct(types.flatMap((type) => type.statuses))],
    ['resolution', resolutions],
    ...(await priorities(needs.session, screens)),
  ])
  const fields = [...known.values()].filter((field) => field.id !== 'issuekey' && !field.scope)
  const described = fields.map((field) => fieldSchemaOf(field, onScreens(screens, field.id), options.get(field.id)))
  const onlyOnScreen = distinctMeta(screens).filter((meta) => !fields.some((field) => field.id === meta.fieldId))
  const others = onlyOnScreen.map((meta) => fieldSchemaOf(asField(meta), onScreens(screens, meta.fieldId), undefined))
  return { entity: name, label: entityName(entity), fields: [...IDENTITY, ...described, ...others] }
}

async function typesOf({ types }: DescribeNeeds, entity: IssueEntity): Promise<readonly ProjectType[]> {
  return entity.type === undefined ? types.fetch(entity.project) : [await types.find(entity)]
}

type Screen = readonly MetaField[]

/** A field on the create screens of the entity's types: on which of them it stands. */
interface OnScreens {
  readonly metas: readonly MetaField[]
  readonly onAll: boolean
}

function onScreens(screens: readonly Screen[], id: string): OnScreens {
  const metas = screens.flatMap((screen) => screen.filter((meta) => meta.fieldId === id))
  return { metas, onAll: metas.length === screens.length }
}

function distinctMeta(screens: readonly Screen[]): readonly MetaField[] {
  return [...new Map(screens.flat().map((meta) => [meta.fieldId, meta])).values()]
}

function asField({ fieldId, name, schema }: MetaField): JiraField {
  return { id: fieldId, name, schema, custom: fieldId.startsWith('customfield_'), clauseNames: [] }
}

async function fetchMeta(session: Session, project: string, typeId: string): Promise<Screen> {
  const fields: MetaField[] = []
  for (;;) {
    const { body } = await session.call({
      method: 'GET',
      path: `/issue/createmeta/${encodeURIComponent(project)}/issuetypes/${encodeURIComponent(typeId)}`,
      query: { startAt: fields.length, maxResults: PAGE_SIZE },
      effect: 'repeatable',
      body: MetaPage,
    })
    const page = body.fields ?? body.values ?? []
    fields.push(...page)
    if (page.length === 0 || fields.length >= body.total) return fields
  }
}

/** The create screen lists them as a rule; where it does not, the site's own list is asked. */
async function priorities(session: Session, screens: readonly Screen[]): Promise<[string, readonly Choice[]][]> {
  const listed = onScreens(screens, 'priority').metas.some((meta) => meta.allowedValues)
  return listed ? [] : [['priority', await namedValues(session, '/priority/search')]]
}

async function namedValues(session: Session, path: string): Promise<readonly Choice[]> {
  try {
    const call = { method: 'GET', path, query: { maxResults: 100 }, effect: 'repeatable', body: NamedPage } as const
    const { body } = await session.call(call)
    return choicesOf(body.values)
  } catch (error) {
    // Atlassian has marked these lists as deprecated before without naming a successor.
    if (error instanceof Failure && (error.status === 404 || error.status === 410)) return []
    throw error
  }
}

function fieldSchemaOf(
  field: JiraField,
  { metas, onAll }: OnScreens,
  listed: readonly Choice[] | undefined,
): FieldSchema {
  const type = fieldTypeOf(field.id, field.schema)
  const options = listed?.length ? listed : optionsOf(type, metas)
  const maxLength = field.id === 'summary' ? SUMMARY_MAX : type === 'rich-text' ? RICH_TEXT_MAX : undefined
  const writable = type !== 'other' && !NEVER_UPDATED.has(field.id)
  const settable = metas.some((meta) => meta.operations.includes('set'))
  return {
    id: field.id,
    name: field.name,
    type,
    required:
      onAll &&
      metas.length > 0 &&
      !SET_BY_ENTITY.has(field.id) &&
      metas.every((meta) => meta.required && !meta.hasDefaultValue),
    createable: writable && settable,
    // An edit no longer has to be on a screen, so a custom field that is on none can be set afterwards.
    updateable: writable && (settable || (field.custom && metas.length === 0)),
    unique: false,
    ...(maxLength === undefined ? {} : { maxLength }),
    ...(options.length > 0 ? { options } : {}),
  }
}

function optionsOf(type: FieldType, metas: readonly MetaField[]): readonly Choice[] {
  if (type !== 'choice' && type !== 'choices' && type !== 'status') return []
  return distinct(metas.flatMap((meta) => choicesOf(meta.allowedValues ?? [])))
}

function choicesOf(values: readonly unknown[]): readonly Choice[] {
  return values.flatMap((value) => choiceOf(value) ?? [])
}

function distinct(choices: readonly Choice[]): readonly Choice[] {
  return [...new Map(choices.map((choice) => [choice.id, choice])).values()]
}
