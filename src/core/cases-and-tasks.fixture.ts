import type { EvaluationContext } from './compiled.ts'
import type { Choice, EntitySchema, FieldSchema, Fields, Person, SystemRecord } from './record.ts'

export function choice(name: string, id = name): Choice {
  return { kind: 'choice', id, name }
}

export function person(name: string, email: string | null = `${name}@acme.example`): Person {
  return { kind: 'person', id: `id-of-${name}`, name, email }
}

function field(id: string, type: FieldSchema['type'], more: Partial<FieldSchema> = {}): FieldSchema {
  return { id, name: id, type, required: false, createable: true, updateable: true, unique: false, ...more }
}

function named(names: readonly string[]): Pick<FieldSchema, 'options'> {
  return { options: names.map((name) => choice(name)) }
}

const READ_ONLY = { createable: false, updateable: false }

export const CASE: EntitySchema = {
  entity: 'Case',
  label: 'Case',
  fields: [
    field('Id', 'id', READ_ONLY),
    field('CaseNumber', 'text', READ_ONLY),
    field('Subject', 'text', { maxLength: 255 }),
    field('Description', 'long-text', { maxLength: 32_000 }),
    field('Status', 'choice', named(['New', 'Working', 'Escalated', 'On Hold', 'Closed'])),
    field('Priority', 'choice', named(['High', 'Medium', 'Low'])),
    field('Severity__c', 'choice', named(['Urgent', 'Critical'])),
    field('Origin', 'choice', { name: 'Case Origin', ...named(['Web', 'Email', 'Phone']) }),
    field('Type', 'choice', named(['Mechanical', 'Electrical'])),
    field('Reason', 'choice', named(['Installation', 'Feedback'])),
    field('OwnerId', 'person'),
    field('AccountId', 'reference', { name: 'Account' }),
    field('IsEscalated', 'boolean'),
    field('Hours__c', 'number'),
    field('CreatedDate', 'date-time', READ_ONLY),
    field('LastModifiedDate', 'date-time', READ_ONLY),
    field('Jira_Reference__c', 'text', { maxLength: 80 }),
    field('Jira_Issue_Id__c', 'text', { maxLength: 120, unique: true }),
  ],
}

export const TASK: EntitySchema = {
  entity: 'OPS.Task',
  label: 'Task',
  fields: [
    field('summary', 'text', { name: 'Summary', required: true, maxLength: 255 }),
    field('description', 'rich-text', { name: 'Description', maxLength: 32_767 }),
    field('priority', 'choice', { name: 'Priority', options: priorities() }),
    field('status', 'status', { name: 'Status', ...READ_ONLY, ...named(['To Do', 'In Progress', 'Blocked', 'Done']) }),
    field('assignee', 'person', { name: 'Assignee' }),
    field('labels', 'labels', { name: 'Labels' }),
    field('duedate', 'date', { name: 'Due date' }),
    field('customfield_10050', 'text', { name: 'Salesforce Case ID', maxLength: 255 }),
    field('customfield_10051', 'text', { name: 'Salesforce Reference', maxLength: 255 }),
    field('customfield_10052', 'number', { name: 'Effort' }),
    field('customfield_10053', 'text', { name: 'Effort reason', updateable: false }),
    field('customfield_10060', 'text', { name: 'Twin' }),
    field('customfield_10061', 'text', { name: 'Twin' }),
  ],
}

function priorities(): readonly Choice[] {
  return ['Highest', 'High', 'Medium', 'Low', 'Lowest'].map((name, index) => choice(name, String(index + 1)))
}

export function caseRecord(fields: Fields = {}): SystemRecord {
  const id = '500xx000001A2B3AAC'
  const defaults = { Id: id, CaseNumber: '00001026', Subject: 'Generator fails', Status: choice('New') }
  const all = { ...defaults, Priority: choice('Low'), Description: 'It stops.\r\nAgain.', ...fields }
  const url = `https://acme.my.salesforce.com/${id}`
  return { id, key: '00001026', url, entity: 'Case', stamp: '2026-03-01T10:00:00.000Z', fields: all }
}

export function taskRecord(fields: Fields = {}): SystemRecord {
  const all = { summary: 'Generator fails', status: choice('To Do'), priority: choice('Low', '4'), ...fields }
  const url = 'https://acme.atlassian.net/browse/OPS-7'
  return { id: '10007', key: 'OPS-7', url, entity: 'OPS.Task', stamp: '2026-03-01T10:00:01.000Z', fields: all }
}

export function evaluation(people: readonly Person[] = []): EvaluationContext {
  return {
    people: (email) => people.find((one) => one.email === email),
    siteId: 'site-1',
    now: new Date('2026-03-01T12:00:00Z'),
  }
}

/** A document that uses everything the format knows. */
export const FULL_WORKFLOW = String.raw`
crosstie: workflow/v1
name: Cases and tasks
systems:
  sf:   { system: acme-salesforce, entity: Case }
  jira: { system: acme-jira, entity: OPS.Task }
correlation:
  sf:   { field: Jira_Reference__c, holds: key, marker: Jira_Issue_Id__c }
  jira: { field: Salesforce Case ID, holds: id }
  unlinked: match-then-create
  match: [{ sf: CaseNumber, jira: Salesforce Reference }]
conflicts: { default: latest-wins, fields: { status: sf-wins, description: ask } }
actions:
  - name: Case to task
    from: sf
    to: jira
    does: [create, update]
    triggers:
      - { type: poller, every: 1m }
      - { type: listener }
    filter:
      all:
        - { field: LastModifiedDate, is: greater-than, value: "{lasttime}" }
        - { field: Origin, is: one-of, value: [Web, Email] }
        - any:
            - { field: Priority, is: is, value: High }
            - { field: Subject, is: contains, value: outage }
    existing: 2026-01-01
    whenOutOfScope: keep-in-step
    firstContact: sf
    expressions:
      shortSubject: { of: Subject, first: 255 }
      errorCode:    { of: Subject, pattern: 'ERR-(\d+)' }
      masked:       { of: Description, replacePattern: '\b\d{12}\b', with: '************' }
      opened:       { of: CreatedDate, dateFormat: 'yyyy-MM-dd HH:mm', zone: Europe/Sofia }
      labels:       { array: ['{Type}', '{Reason}'] }
      shout:        { of: shortSubject, then: [{ upper: true }, { replace: '!', with: '' }, { default: SILENCE }] }
    mappings:
      summary:     '{shortSubject}'
      description: '{masked}'
      priority:
        choose:
          - when: { all: [{ field: Priority, is: is, value: High }, { field: Severity__c, is: one-of, value: [Urgent, Critical] }] }
            value: Highest
          - { when: { field: Priority, is: is, value: High }, value: High }
          - { when: { field: Priority, is: is, value: Low }, value: Low }
        otherwise: Medium
      status:
        choose:
          - { when: { field: Status, is: is, value: New }, value: To Do }
          - { when: { field: Status, is: one-of, value: [Working, Escalated] }, value: In Progress }
          - { when: { field: Status, is: is, value: Closed }, value: Done, transition: { id: '41', fields: { resolution: Done } } }
      assignee:    { user: '{OwnerId}', by: email, otherwise: unassigned }
      labels:      { value: '{labels}', onEmpty: skip, on: create }
      Salesforce Case ID:   '{Id}'
      Salesforce Reference: '{CaseNumber}'
    related:
      comments:
        filter: { all: [{ field: IsPublished, is: is, value: true }, { field: CreatedDate, is: greater-than, value: '{lasttimecomment}' }] }
        body: "{author}: {body}"
        visibility: { role: Developers }
      attachments: { maxSize: 20MB, types: ['*'] }
    respond:
      Jira_Reference__c: '{target.key}'
  - name: Task to case
    from: jira
    to: sf
    does: [update]
    triggers:
      - { type: poller, cron: '*/5 * * * *', zone: Europe/Sofia }
      - { type: listener, filter: { all: [{ field: priority, is: one-of, value: [Highest, High] }] } }
    filter: { all: [{ field: author, is: is-not, value: '{integrationUser}' }] }
    mappings:
      Subject:  { value: '{summary}', drift: overwrite }
      Status:   { choose: [{ when: { field: status, is: is, value: Done }, value: Closed }], otherwise: New }
      Priority: { choose: [{ when: { field: priority, is: one-of, value: [Highest, High] }, value: High }], otherwise: Medium }
    related:
      comments: { visibility: { published: false }, edits: new-comment, deletions: keep }
    deleted: unlink
    errorsTo: { comment: internal }
`
