import { assertComplete, checkValues, type Values } from './check.ts'
import { entityIsDeleted, notFound, refused, rowLocked } from './errors.ts'
import type { FaultBox } from './faults.ts'
import { toId18 } from './ids.ts'
import type { ObjectDefinition } from './schema/definition.ts'
import { findField, objectNamed, objectOfId } from './schema/lookup.ts'
import { stamp } from './stamps.ts'
import { assertUnique, createTables, type Row, type Tables, type Value } from './tables.ts'

/** Whoever signed in. */
export interface Actor {
  readonly userId: string
  readonly name: string
  readonly isIntegration: boolean
}

/** One write, from the wire or from the web page: who did what to which field. */
export interface JournalEntry {
  readonly at: Date
  readonly by: string
  readonly isIntegration: boolean
  readonly action: 'create' | 'update' | 'delete'
  readonly entity: string
  readonly id: string
  readonly changes: Readonly<Record<string, readonly [Value, Value]>>
}

export interface SaveOptions {
  /** Whether the assignment rule runs; what `Sforce-Auto-Assign` says. */
  readonly autoAssign: boolean
}

/** What the org holds, and the only ways to change it. */
export interface OrgState {
  readonly id: string
  /** Every record as last written, deleted ones too. */
  all(object: string): readonly Row[]
  /** Every record as queries see it now. */
  committed(object: string): readonly Row[]
  /** By its id, of 15 or 18 characters; deleted ones too. */
  find(object: string, id: string): Row | undefined
  matching(object: string, field: string, value: string): readonly Row[]
  create(actor: Actor, object: string, input: Readonly<Record<string, unknown>>, options: SaveOptions): Row
  update(actor: Actor, object: string, id: string, input: Readonly<Record<string, unknown>>, options: SaveOptions): Row
  remove(actor: Actor, object: string, id: string): void
  /** Everything in it, or nothing if it throws. */
  transaction<T>(work: () => T): T
  journal(): readonly JournalEntry[]
}

interface OrgNeeds {
  readonly clock: { now(): Date }
  readonly faults: Pick<FaultBox, 'commitDelayMs' | 'validationRules' | 'isLocked'>
  /** Fills the tables before anybody looks; returns what new records need. */
  readonly seed: (tables: Tables) => OrgSetUp
}

export interface OrgSetUp {
  readonly orgId: string
  /** Where the assignment rule sends cases. */
  readonly assignmentQueueId: string
  readonly nextCaseNumber: number
}

/** Fields whose changes Case History records. */
const TRACKED = ['Status', 'Priority', 'OwnerId', 'Subject']
/** Fields that the org moves by itself with every save: no news for the journal. */
const HOUSEKEEPING = new Set([
  'Id',
  'SystemModstamp',
  'LastModifiedDate',
  'LastModifiedById',
  'CreatedDate',
  'CreatedById',
])

export function createOrg({ clock, faults, seed }: OrgNeeds): OrgState {
  const tables = createTables()
  const setUp = seed(tables)
  let caseNumber = setUp.nextCaseNumber
  let journal: JournalEntry[] = []

  function atomically<T>(work: () => T): T {
    const mark = journal.length
    try {
      return tables.undoable(work)
    } catch (error) {
      journal = journal.slice(0, mark)
      throw error
    }
  }

  function put(actor: Actor, object: ObjectDefinition, before: Row | undefined, after: Row) {
    assertRules(after)
    assertUnique(tables, object, after)
    const at = clock.now()
    tables.put(object, after, { fromMs: at.getTime(), forMs: faults.commitDelayMs })
    const action = !before ? 'create' : after['IsDeleted'] === true ? 'delete' : 'update'
    const { name: by, isIntegration } = actor
    const changes = changesBetween(before, after)
    journal.push({ at, by, isIntegration, action, entity: object.name, id: String(after['Id']), changes })
  }

  function assertRules(row: Row) {
    for (const { field, contains, message } of faults.validationRules) {
      const value = row[field]
      if (typeof value !== 'string' || !value.includes(contains)) continue
      throw refused('FIELD_CUSTOM_VALIDATION_EXCEPTION', message, [field])
    }
  }

  function assertReferences(object: ObjectDefinition, values: Values) {
    for (const { name, label, type, referenceTo } of object.fields) {
      const id = values[name]
      if (type !== 'reference' || typeof id !== 'string') continue
      const target = objectOfId(id)
      if (!target || !referenceTo.includes(target.name)) {
        throw refused('MALFORMED_ID', `${label}: id value of incorrect type: ${id}`, [name])
      }
      const row = tables.find(target.name, id)
      if (!row || row['IsDeleted'] === true) {
        throw refused('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', [])
      }
      if (name === 'OwnerId' && row['IsActive'] === false) {
        const text = `operation performed with inactive user [${id}] as owner of ${object.name.toLowerCase()}`
        throw refused('INACTIVE_OWNER_OR_USER', text, [])
      }
    }
  }

  function current(object: ObjectDefinition, id: string): Row {
    const id18 = toId18(id)
    const row = id18 ? tables.find(object.name, id18) : undefined
    if (!row) throw notFound()
    if (row['IsDeleted'] === true) throw entityIsDeleted()
    if (faults.isLocked(String(row['Id']))) throw rowLocked(String(row['Id']))
    return row
  }

  /** The fields that the org fills in or works out by itself. */
  function derive(object: ObjectDefinition, row: Row, before: Row | undefined): Row {
    if (object.name === 'Contact' || object.name === 'User') {
      return { ...row, Name: [row['FirstName'], row['LastName']].filter(Boolean).join(' ') }
    }
    if (object.name !== 'Case') return row
    const contact = typeof row['ContactId'] === 'string' ? tables.find('Contact', row['ContactId']) : undefined
    const isClosed = row['Status'] === 'Closed'
    return {
      ...row,
      AccountId: row['AccountId'] ?? (before ? null : (contact?.['AccountId'] ?? null)),
      ContactEmail: contact?.['Email'] ?? null,
      ContactPhone: contact?.['Phone'] ?? null,
      IsClosed: isClosed,
      ClosedDate: isClosed ? (before?.['ClosedDate'] ?? row['LastModifiedDate'] ?? null) : null,
      Comments: null,
    }
  }

  function assign(object: ObjectDefinition, values: Values, { autoAssign }: SaveOptions): Values {
    return object.name === 'Case' && autoAssign ? { ...values, OwnerId: setUp.assignmentQueueId } : values
  }

  function newRow(actor: Actor, object: ObjectDefinition, values: Values): Row {
    const now = stamp(clock.now())
    const defaults = Object.fromEntries(
      object.fields.map((field) => [field.name, field.type === 'boolean' ? false : field.defaultValue]),
    )
    const owner = object.fields.some(({ name }) => name === 'OwnerId') ? { OwnerId: actor.userId } : {}
    const number = object.name === 'Case' ? { CaseNumber: String(caseNumber).padStart(8, '0') } : {}
    const audit = { CreatedDate: now, CreatedById: actor.userId, ...modified(actor, now) }
    return { ...defaults, ...owner, ...number, ...values, ...audit, Id: tables.newId(object) }
  }

  function trackHistory(actor: Actor, before: Row | undefined, after: Row) {
    const object = objectNamed('CaseHistory')
    const base = { CaseId: after['Id'] ?? null, CreatedById: actor.userId, CreatedDate: stamp(clock.now()) }
    const record = (field: string, oldValue: Value, newValue: Value) => {
      const row = { ...base, Id: tables.newId(object), IsDeleted: false, Field: field }
      const hidden = { fromMs: clock.now().getTime(), forMs: faults.commitDelayMs }
      tables.put(object, { ...row, OldValue: oldValue, NewValue: newValue }, hidden)
    }
    if (!before) return record('created', null, null)
    for (const field of TRACKED) {
      const [old, next] = [before[field] ?? null, after[field] ?? null]
      if (old === next) continue
      if (field !== 'OwnerId') record(field, old, next)
      // A change of a look-up leaves two rows: one with the names, one with the ids.
      else for (const tell of [nameOf, (id: Value) => id]) record('Owner', tell(old), tell(next))
    }
  }

  function nameOf(id: Value): Value {
    const object = typeof id === 'string' ? objectOfId(id) : undefined
    return object ? (tables.find(object.name, String(id))?.['Name'] ?? null) : null
  }

  /** `Comments` of a case is a short cut that leaves a private Case Comment. */
  function addComment(actor: Actor, caseId: Value, body: Value, options: SaveOptions) {
    if (body !== null && body !== undefined)
      create(actor, 'CaseComment', { ParentId: caseId, CommentBody: body }, options)
  }

  function create(actor: Actor, name: string, input: Readonly<Record<string, unknown>>, options: SaveOptions): Row {
    const object = objectNamed(name)
    if (!object.createable) throw notForThisObject(object, 'create')
    const checked = assign(object, checkValues(object, input, 'create'), options)
    assertComplete(object, checked)
    assertReferences(object, checked)
    const row = derive(object, newRow(actor, object, checked), undefined)
    return atomically(() => {
      put(actor, object, undefined, row)
      if (object.name === 'Case') {
        caseNumber += 1
        trackHistory(actor, undefined, row)
        addComment(actor, row['Id'] ?? null, checked['Comments'] ?? null, options)
      }
      return row
    })
  }

  function update(
    actor: Actor,
    name: string,
    id: string,
    input: Readonly<Record<string, unknown>>,
    options: SaveOptions,
  ): Row {
    const object = objectNamed(name)
    if (!object.updateable) throw notForThisObject(object, 'update')
    const before = current(object, id)
    const values = assign(object, checkValues(object, input, 'update'), options)
    assertReferences(object, values)
    const row = derive(object, { ...before, ...values, ...modified(actor, stamp(clock.now())) }, before)
    return atomically(() => {
      put(actor, object, before, row)
      if (object.name === 'Case') {
        trackHistory(actor, before, row)
        addComment(actor, row['Id'] ?? null, values['Comments'] ?? null, options)
      }
      return row
    })
  }

  function remove(actor: Actor, name: string, id: string) {
    const object = objectNamed(name)
    if (!object.deletable) throw notForThisObject(object, 'delete')
    const before = current(object, id)
    atomically(() => {
      put(actor, object, before, { ...before, IsDeleted: true, ...modified(actor, stamp(clock.now())) })
      if (object.name !== 'Case') return
      const comments = tables.all('CaseComment').filter((row) => row['ParentId'] === before['Id'] && !row['IsDeleted'])
      for (const comment of comments) remove(actor, 'CaseComment', String(comment['Id']))
    })
  }

  return {
    id: setUp.orgId,
    all: tables.all,
    committed: (object) => tables.committed(object, clock.now().getTime()),
    find: (object, id) => {
      const id18 = toId18(id)
      return id18 ? tables.find(object, id18) : undefined
    },
    matching: (object, field, value) => {
      if (findField(objectNamed(object), field)?.unique) return [tables.holder(object, field, value) ?? []].flat()
      const wanted = value.toLowerCase()
      return tables
        .all(object)
        .filter((row) => row['IsDeleted'] !== true && String(row[field] ?? '').toLowerCase() === wanted)
    },
    create,
    update,
    remove,
    transaction: atomically,
    journal: () => journal,
  }
}

const modified = ({ userId }: Actor, now: string) => ({
  LastModifiedDate: now,
  LastModifiedById: userId,
  SystemModstamp: now,
})

const notForThisObject = ({ name }: ObjectDefinition, verb: string) =>
  refused('INVALID_TYPE_FOR_OPERATION', `entity type ${name} does not support ${verb}`)

function changesBetween(before: Row | undefined, after: Row): JournalEntry['changes'] {
  const names = Object.keys(after).filter((name) => !HOUSEKEEPING.has(name))
  const pairs = names.map((name) => [name, [before?.[name] ?? null, after[name] ?? null]] as const)
  return Object.fromEntries(pairs.filter(([, [old, next]]) => old !== next))
}
