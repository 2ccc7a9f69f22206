import type { SandboxClock } from '../clock.ts'
import { people } from '../people.ts'
import { createRandom, type Random } from '../random.ts'
import { textToAdf } from './adf.ts'
import { issueTypes, priorities, projects, statuses, resolutions, doneStatusId } from './catalog.ts'
import { noFaults } from './faults.ts'
import { type Issue, nextNumber, type SiteState, type User } from './site.ts'
import { seededIssues } from './seeded-issues.ts'

const zones = [
  'Africa/Lagos',
  'Europe/Stockholm',
  'Europe/Rome',
  'Asia/Tokyo',
  'Europe/Sofia',
  'Asia/Beirut',
  'America/Mexico_City',
  'Europe/Dublin',
]
const hidesAddress = 'gabriela.nunez@acme.example'
const developers = 6

/** A site with its people and some work of its own on the board; the same for the same seed, but for the time of day. */
export function createSite({ seed, clock }: { seed: number; clock: SandboxClock }): SiteState {
  const random = createRandom(seed)
  const integration = createIntegration(random)
  const team = people.map((person, index) => createPerson(random, person, index))
  const site: SiteState = {
    url: '',
    cloudId: random.uuid(),
    clock,
    timeZone: 'Europe/Berlin',
    users: [...team, integration, createApp(random)],
    integration,
    issues: new Map(),
    keys: new Map(),
    index: new Map(),
    journal: [],
    faults: noFaults(),
    counters: new Map(),
  }
  seedIssues(site, team, random)
  return site
}

function createPerson(random: Random, { name, email }: { name: string; email: string }, index: number): User {
  return {
    ...account(random),
    displayName: name,
    email,
    accountType: 'atlassian',
    emailHidden: email === hidesAddress,
    assignable: true,
    timeZone: zones[index % zones.length] ?? 'Europe/Sofia',
    roles: index < developers ? ['Developers'] : [],
  }
}

/** Works with an API token, is a developer, and nobody assigns it anything. */
function createIntegration(random: Random): User {
  return {
    ...account(random),
    displayName: 'Integration Bot',
    email: 'bot@acme.example',
    accountType: 'atlassian',
    emailHidden: false,
    assignable: false,
    timeZone: 'America/New_York',
    roles: ['Developers'],
  }
}

function createApp(random: Random): User {
  return {
    ...account(random),
    displayName: 'Automation for Jira',
    email: 'automation@connect.example',
    accountType: 'app',
    emailHidden: true,
    assignable: false,
    timeZone: 'Europe/Berlin',
    roles: [],
  }
}

function account(random: Random): Pick<User, 'accountId' | 'apiToken' | 'active'> {
  return { accountId: `712020:${random.uuid()}`, apiToken: `ATATT3xFfGF0${random.hex(48)}`, active: true }
}

function seedIssues(site: SiteState, team: readonly User[], random: Random): void {
  const [first] = team
  if (!first) return
  const now = site.clock.now().getTime()
  const people: readonly [User, ...User[]] = [first, ...team.slice(1)]
  for (const [index, seeded] of seededIssues.entries()) {
    const age = (seededIssues.length - index) * 9 * 3_600_000 + random.integer(3_600_000)
    const created = new Date(now - age)
    const issue = blankIssue(site, {
      seeded,
      created,
      reporter: random.pick(people),
      assignee: seeded.status === 'To Do' ? null : random.pick(people),
    })
    keepAsOld(site, issue)
  }
}

interface Beginning {
  readonly seeded: (typeof seededIssues)[number]
  readonly created: Date
  readonly reporter: User
  readonly assignee: User | null
}

function blankIssue(site: SiteState, { seeded, created, reporter, assignee }: Beginning): Issue {
  const project = projects.find(({ key }) => key === seeded.project)
  const status = statuses.find(({ name }) => name === seeded.status)
  const isDone = status?.id === doneStatusId
  return {
    id: String(nextNumber(site, 'issue', 10_101)),
    key: `${seeded.project}-${nextNumber(site, `key ${seeded.project}`, 1)}`,
    projectId: project?.id ?? '',
    issueTypeId: issueTypes.find(({ name }) => name === seeded.type)?.id ?? '',
    summary: seeded.summary,
    description: textToAdf(seeded.description),
    environment: null,
    priorityId: priorities.find(({ name }) => name === seeded.priority)?.id ?? '3',
    statusId: status?.id ?? '',
    statusChangedAt: created,
    resolutionId: isDone ? (resolutions[0]?.id ?? null) : null,
    resolvedAt: isDone ? created : null,
    assignee: assignee?.accountId ?? null,
    reporter: reporter.accountId,
    creator: reporter.accountId,
    labels: seeded.labels,
    duedate: null,
    created,
    updated: created,
    custom: {},
    properties: {},
    comments: [],
    histories: [],
  }
}

/** Keeps an issue as if it had been there for long: with its own times, and not in the journal. */
function keepAsOld(site: SiteState, issue: Issue): void {
  site.issues.set(issue.id, issue)
  site.keys.set(issue.key, issue.id)
  site.index.set(issue.id, [{ visibleAt: issue.updated.getTime(), issue }])
}
