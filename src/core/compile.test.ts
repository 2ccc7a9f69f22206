import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { CASE, FULL_WORKFLOW, TASK } from './cases-and-tasks.fixture.ts'
import { compileWorkflow, type Schemas } from './compile.ts'
import type { CompiledMapping, CompiledWorkflow } from './compiled.ts'
import { parseWorkflow } from './workflow.ts'

const SCHEMAS: Schemas = { left: CASE, right: TASK }

function compile(yaml: string) {
  const result = parseWorkflow(parse(yaml))
  if ('problems' in result) throw new Error(JSON.stringify(result.problems, null, 2))
  return compileWorkflow(result.document, SCHEMAS)
}

function compiled(yaml = FULL_WORKFLOW): CompiledWorkflow {
  const result = compile(yaml)
  if ('problems' in result) throw new Error(JSON.stringify(result.problems, null, 2))
  return result.workflow
}

/** A workflow of one action with these mappings and whatever else it should have. */
function short(mappings: string, { action = '', workflow = '', does = '[create, update]' } = {}): string {
  return `{ crosstie: workflow/v1, name: Short, ${workflow}
    systems: { sf: { system: a, entity: Case }, jira: { system: b, entity: OPS.Task } },
    actions: [{ name: One, from: sf, to: jira, does: ${does}, ${action} mappings: { ${mappings} } }] }`
}

function mappingOf(workflow: CompiledWorkflow, id: string): CompiledMapping {
  const all = workflow.actions.flatMap((action) => [...action.mappings, ...action.respond])
  const found = all.find((mapping) => mapping.id === id)
  if (!found) throw new Error(`no ${id} among ${all.map((mapping) => mapping.id).join(', ')}`)
  return found
}

describe('what is resolved', () => {
  test('[M60] sides, entities, correlation and match are named by side and field id', () => {
    const workflow = compiled()

    expect(workflow).toMatchObject({
      aliases: { left: 'sf', right: 'jira' },
      systems: { left: 'acme-salesforce', right: 'acme-jira' },
      entities: { left: 'Case', right: 'OPS.Task' },
      correlation: {
        left: { field: 'Jira_Reference__c', holds: 'key', marker: 'Jira_Issue_Id__c' },
        right: { field: 'customfield_10050', holds: 'id' },
        unlinked: 'match-then-create',
        match: [{ left: 'CaseNumber', right: 'customfield_10051' }],
      },
    })
  })

  test('[M60] a name is first an expression, then a field id, then a field name', () => {
    const expressions = 'expressions: { Subject: { of: CaseNumber } },'
    const sources = (mapping: string, action = '') =>
      mappingOf(compiled(short(`summary: '${mapping}'`, { action })), 'One/summary').sources

    expect(sources('{Subject}')).toEqual(['Subject'])
    expect(sources('{Subject}', expressions)).toEqual(['CaseNumber'])
    expect(sources('{Case Origin} {Account.Name} {source.key}')).toEqual(['Origin', 'Account.Name', 'source.key'])
  })

  test('[M61] reading a record brings every field that is read, compared, written or correlated by', () => {
    const { reads, types } = compiled()

    expect(reads.left).toEqual([
      'CaseNumber',
      'Description',
      'Id',
      'Jira_Issue_Id__c',
      'Jira_Reference__c',
      'Origin',
      'OwnerId',
      'Priority',
      'Reason',
      'Severity__c',
      'Status',
      'Subject',
      'Type',
    ])
    expect(reads.right).toEqual([
      'assignee',
      'customfield_10050',
      'customfield_10051',
      'description',
      'labels',
      'priority',
      'status',
      'summary',
    ])
    expect([types.left.get('OwnerId'), types.right.get('description')]).toEqual(['person', 'rich-text'])
    expect([types.left.size, types.right.size]).toEqual([reads.left.length, reads.right.length])
  })

  test('[M61] conditions of mappings count among their sources', () => {
    expect(mappingOf(compiled(), 'Case to task/priority').sources).toEqual(['Priority', 'Severity__c'])
  })

  test('[M60] triggers are given in milliseconds or as cron, one minute unless said', () => {
    expect(compiled().actions.map(({ triggers }) => triggers[0])).toEqual([
      { type: 'poller', everyMs: 60_000 },
      { type: 'poller', cron: '*/5 * * * *', zone: 'Europe/Sofia' },
    ])
    expect(compiled(short("summary: '{Subject}'")).actions[0]?.triggers).toEqual([{ type: 'poller', everyMs: 60_000 }])
  })
})

describe('what both directions agree on', () => {
  test('[M62] a mapping and the one that carries its field back know each other', () => {
    const workflow = compiled()
    const counterpart = (id: string) => mappingOf(workflow, id).counterpart

    expect(counterpart('Case to task/summary')).toBe('Task to case/Subject')
    expect(counterpart('Task to case/Subject')).toBe('Case to task/summary')
    expect(counterpart('Case to task/status')).toBe('Task to case/Status')
    expect(counterpart('Case to task/description')).toBeUndefined()
  })

  test('[M63] conflict and first contact are those of the first action that maps the field, for both', () => {
    const workflow = compiled()
    const rules = (id: string) => {
      const { conflict, firstContact } = mappingOf(workflow, id)
      return [conflict, firstContact]
    }

    expect(rules('Case to task/status')).toEqual(['left-wins', 'left'])
    expect(rules('Task to case/Status')).toEqual(['left-wins', 'left'])
    expect(rules('Case to task/description')).toEqual(['ask', 'left'])
    expect(rules('Task to case/Priority')).toEqual(['latest-wins', 'left'])
  })

  test('[M63] without a word about it, first contact fills what is empty', () => {
    expect(mappingOf(compiled(short("summary: '{Subject}'")), 'One/summary').firstContact).toBe('fill-empty')
  })

  test('[M63] a respond mapping follows the record that was written', () => {
    expect(mappingOf(compiled(), 'Case to task/respond/Jira_Reference__c')).toMatchObject({
      from: 'right',
      to: 'left',
      isRespond: true,
      sources: ['target.key'],
      conflict: 'right-wins',
      firstContact: 'right',
      drift: 'leave',
    })
  })

  test('[M64] a fingerprint changes with the meaning, and with nothing else', () => {
    const fingerprint = (mapping: string, action = '') =>
      mappingOf(compiled(short(`summary: ${mapping}`, { action })), 'One/summary').fingerprint

    const first = fingerprint("'{Case Origin}'")
    expect(fingerprint("{ value: '{Origin}', drift: overwrite }")).toBe(first)
    expect(fingerprint("'{Origin}!'")).not.toBe(first)
    expect(fingerprint("{ value: '{Origin}', onEmpty: skip }")).not.toBe(first)
    const cut = (length: number) => fingerprint("'{cut}'", `expressions: { cut: { of: Origin, first: ${length} } },`)
    expect(cut(3)).not.toBe(cut(4))
    const chosen = (wanted: string) =>
      fingerprint(`{ choose: [{ when: { field: Origin, is: is, value: ${wanted} }, value: x }] }`)
    expect(chosen('Web')).not.toBe(chosen('Email'))
  })
})

describe('what keeps the correlation', () => {
  const correlation = `correlation: { sf: { field: Jira_Reference__c, holds: key, marker: Jira_Issue_Id__c },
    jira: { field: Salesforce Case ID, holds: id } },`
  const implicit = (yaml: string) =>
    compiled(yaml)
      .actions.flatMap((action) => [...action.mappings, ...action.respond])
      .filter(({ isImplicit }) => isImplicit)
      .map(({ id, sources, on }) => [id, sources[0], on])

  test('[M65] the marker is kept filled with the identity of the partner', () => {
    expect(implicit(FULL_WORKFLOW)).toEqual([['Case to task/respond/Jira_Issue_Id__c', 'target.identity', 'always']])
  })

  test('[M65] correlation fields that nothing maps are kept filled all the same', () => {
    expect(implicit(short("summary: '{Subject}'", { workflow: correlation }))).toEqual([
      ['One/customfield_10050', 'source.id', 'always'],
      ['One/respond/Jira_Reference__c', 'target.key', 'always'],
      ['One/respond/Jira_Issue_Id__c', 'target.identity', 'always'],
    ])
  })

  test('[M65] an action that creates puts them into the create', () => {
    const back = FULL_WORKFLOW.replace('does: [update]', 'does: [create, update]')

    expect(implicit(back)).toEqual([
      ['Case to task/respond/Jira_Issue_Id__c', 'target.identity', 'always'],
      ['Task to case/Jira_Reference__c', 'source.key', 'create'],
      ['Task to case/Jira_Issue_Id__c', 'source.identity', 'create'],
    ])
  })
})

describe('what is refused', () => {
  const problem = (yaml: string) => {
    const result = compile(yaml)
    return 'problems' in result ? result.problems.map(({ path, message }) => `${path}: ${message}`) : []
  }
  const one = (mapping: string) => short(`summary: '{Subject}', ${mapping}`)

  test.each<[string, string, string]>([
    ['an unknown source', one("labels: '{Tpye}'"), 'actions[0].mappings.labels.value: Case has no field "Tpye"'],
    ['an unknown target', one("sumary: '{Type}'"), 'actions[0].mappings.sumary: Task has no field "sumary"'],
    ['a name of two fields', one("Twin: '{Type}'"), 'actions[0].mappings.Twin: Task has 2 fields named "Twin"'],
    [
      'a lone brace',
      one("labels: '{Type'"),
      'actions[0].mappings.labels.value: A single { stands alone; write {{ for a brace',
    ],
    ['a field mapped twice', one("Summary: '{Type}'"), 'actions[0].mappings.Summary: Summary is mapped twice'],
    ['an unknown option', one('priority: Hihg'), 'actions[0].mappings.priority.value: Priority has no option "Hihg"'],
    [
      'an unknown option to compare with',
      one('priority: { choose: [{ when: { field: Priority, is: is, value: Hihg }, value: High }] }'),
      'actions[0].mappings.priority.choose[0].when.value: Priority has no option "Hihg"',
    ],
    [
      'a text for a number',
      one("Effort: '{Subject}'"),
      'actions[0].mappings.Effort.value: Effort is a number, Subject a text',
    ],
    [
      'a word for a date',
      one('duedate: soon'),
      'actions[0].mappings.duedate.value: Due date is a date; "soon" is none',
    ],
    [
      'a person without look-up',
      one("assignee: '{OwnerId}'"),
      'actions[0].mappings.assignee.value: Assignee is a person',
    ],
    [
      'a person in a text field',
      one("labels: { user: '{OwnerId}', by: email }"),
      'actions[0].mappings.labels: Labels is no person',
    ],
    [
      'a person with no way to be found',
      one("assignee: { user: '{OwnerId}' }"),
      'actions[0].mappings.assignee: A user mapping must know how to find people',
    ],
    [
      'a transition of a field that has none',
      one("priority: { value: High, transition: { id: '1' } }"),
      'actions[0].mappings.priority.transition: Priority does not move by transitions',
    ],
    [
      'updates of a field that only a create sets',
      one("Effort reason: '{Subject}'"),
      'actions[0].mappings["Effort reason"]: Effort reason can only be written when a record is created',
    ],
    [
      'a missing required field',
      short("labels: '{Type}'"),
      'actions[0].mappings: Summary is required to create a record',
    ],
    [
      'an expression that reads itself',
      short("summary: '{a}'", { action: "expressions: { a: { of: '{b}' }, b: { of: a } }," }),
      'actions[0].expressions.b.of: The expression "a" reads itself',
    ],
    [
      'an expression that can not run, even an unused one',
      short("summary: '{Subject}'", { action: "expressions: { a: { of: Subject, pattern: '(?=x)' } }," }),
      "actions[0].expressions.a: This regular expression can't be used: error parsing regexp: invalid or unsupported Perl syntax: `(?=`",
    ],
    [
      'a read-only target',
      FULL_WORKFLOW.replace('Subject:  {', 'CaseNumber:  {'),
      "actions[1].mappings.CaseNumber: CaseNumber can't be written",
    ],
    [
      'a respond mapping that reads the source',
      FULL_WORKFLOW.replace('{target.key}', '{CaseNumber}'),
      'actions[0].respond.Jira_Reference__c.value: "CaseNumber" is not said of the target',
    ],
    [
      'a field written by respond and by a mapping',
      FULL_WORKFLOW.replace('Subject:  {', 'Jira_Reference__c:  {'),
      'actions[0].respond.Jira_Reference__c: Jira_Reference__c is written by a mapping too',
    ],
    [
      'a conflict rule for a field that nothing maps',
      FULL_WORKFLOW.replace('description: ask', 'duedate: ask'),
      'conflicts.fields.duedate: No action maps "duedate" first',
    ],
    [
      'a conflict rule for the second name of a field',
      FULL_WORKFLOW.replace('description: ask', 'Subject: ask'),
      'conflicts.fields.Subject: No action maps "Subject" first',
    ],
    [
      'a marker that is not unique',
      FULL_WORKFLOW.replace('marker: Jira_Issue_Id__c', 'marker: Subject'),
      'correlation.sf.marker: Subject is not unique',
    ],
    [
      'a correlation field that holds something else',
      FULL_WORKFLOW.replace("'{Id}'", "'{CaseNumber}'"),
      'actions[0].mappings["Salesforce Case ID"]: Salesforce Case ID must hold the partner\'s id',
    ],
    [
      'a correlation field that is no text',
      FULL_WORKFLOW.replace('jira: { field: Salesforce Case ID', 'jira: { field: Effort'),
      'correlation.jira.field: Effort holds no text',
    ],
    [
      'a match on an unknown field',
      FULL_WORKFLOW.replace('sf: CaseNumber', 'sf: CaseNo'),
      'correlation.match[0].sf: Case has no field "CaseNo"',
    ],
    [
      "a condition on another field's value",
      FULL_WORKFLOW.replace('value: outage', "value: '{Origin}'"),
      'actions[0].filter.all[2].any[1].value: A condition compares with a fixed value',
    ],
    [
      'an order among words',
      short("summary: '{Subject}'", { action: 'filter: { field: Hours__c, is: less-than, value: many },' }),
      'actions[0].filter.value: "many" is no number',
    ],
  ])('[M66] %s', (_what, yaml, expected) => {
    expect(problem(yaml)).toContain(expected)
  })

  test('[M66] a problem that stands in two ways is told once, with what was probably meant', () => {
    const result = compile(short("summary: '{a} {a}'", { action: 'expressions: { a: { of: Subjct } },' }))

    expect(result).toEqual({
      problems: [
        {
          path: 'actions[0].expressions.a.of',
          message: 'Case has no field "Subjct"',
          fix: 'Did you mean "Subject"?',
        },
      ],
    })
  })
})
