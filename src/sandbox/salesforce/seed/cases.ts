import type { Random } from '../random.ts'
import { stamp } from '../stamps.ts'
import type { Row } from '../tables.ts'
import type { Customer } from './customers.ts'
import { englishStories } from './english.ts'
import { foreignStories, manners, type Language, type Story } from './languages.ts'
import type { Plant } from './plant.ts'

interface CaseSeed {
  readonly cases: number
  readonly random: Random
  readonly now: Date
  readonly agents: readonly string[]
  readonly queueId: string
  readonly customers: readonly Customer[]
}

const HOUR_MS = 3_600_000
const FIRST_NUMBER = 1001
/** The youngest of the seeded changes is that old, so that a poll after the start sees a quiet desk. */
const QUIET_MS = 600_000

const STATUSES = ['New', 'New', 'New', 'Working', 'Working', 'Working', 'Escalated', 'On Hold', 'Closed', 'Closed']
const PRIORITIES = ['High', 'High', 'Medium', 'Medium', 'Medium', 'Low', 'Low']
const TYPES = ['Question', 'Problem', 'Problem', 'Problem', 'Feature Request', 'Other', null]
const REASONS = ['Installation', 'Performance', 'Breakdown', 'Feedback', 'Billing', 'Other', null]

/** The cases of a support desk, oldest first. A part of them was touched by one mass update in the same second. */
export function seedCases(plant: Plant, seed: CaseSeed): void {
  const { cases, random, now } = seed
  const massUpdate = stamp(new Date(now.getTime() - 30 * HOUR_MS))
  for (let place = 0; place < cases; place += 1) {
    const ageMs = ((cases - place) / cases) * 90 * 24 * HOUR_MS + QUIET_MS + random.below(60_000)
    const createdMs = now.getTime() - ageMs
    const changedMs = createdMs + random.next() * (ageMs - QUIET_MS)
    const inMassUpdate = random.chance(0.12) && stamp(new Date(createdMs)) < massUpdate
    const changed = inMassUpdate ? massUpdate : stamp(new Date(changedMs))
    const id = plant('Case', caseRow(seed, FIRST_NUMBER + place, stamp(new Date(createdMs)), changed))
    if (random.chance(0.3)) plantComment(plant, seed, id, changed)
  }
}

function caseRow(
  { random, agents, queueId, customers }: CaseSeed,
  number: number,
  created: string,
  changed: string,
): Row {
  const customer = random.pick(customers)
  const status = random.pick(STATUSES)
  const priority = random.pick(PRIORITIES)
  const creator = random.pick(agents)
  const owner = status === 'New' && random.chance(0.4) ? queueId : random.pick(agents)
  return {
    ...letter(random, customer),
    CaseNumber: String(number).padStart(8, '0'),
    ContactId: customer.contactId,
    AccountId: customer.accountId,
    ContactEmail: customer.email,
    ContactPhone: customer.phone,
    Status: status,
    IsClosed: status === 'Closed',
    ClosedDate: status === 'Closed' ? changed : null,
    IsEscalated: status === 'Escalated',
    Priority: priority,
    Origin: random.pick(['Web', 'Email', 'Email', 'Phone']),
    Type: random.pick(TYPES),
    Reason: random.pick(REASONS),
    Severity__c: priority === 'High' ? random.pick(['Urgent', 'Critical', null]) : null,
    OwnerId: owner,
    CreatedDate: created,
    CreatedById: creator,
    LastModifiedDate: changed,
    LastModifiedById: random.pick(agents),
    SystemModstamp: changed,
  }
}

/** Subject and description; some descriptions come from systems that end lines with CR LF, a few are missing. */
function letter(
  random: Random,
  { language, name, company }: Customer,
): { Subject: string; Description: string | null } {
  const story = random.pick(storiesIn(random.chance(0.75) ? language : 'en'))
  const code = `0x${random.below(0xffff).toString(16).toUpperCase().padStart(4, '0')}`
  const details: Readonly<Record<string, string>> = {
    name,
    company,
    code,
    count: String(2 + random.below(96)),
    version: `4.${random.below(12)}.${random.below(9)}`,
    invoice: `INV-${2024 + random.below(3)}-${String(random.below(100_000)).padStart(5, '0')}`,
  }
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (whole, key: string) => details[key] ?? whole)
  const { open, close } = manners[languageOf(story)]
  const body = [random.pick(open), ...story.body, ...trail(random), random.pick(close)].map(fill).join('\n\n')
  const ends = random.chance(0.35) ? '\r\n' : '\n'
  return { Subject: fill(story.subject), Description: random.chance(0.04) ? null : body.replaceAll('\n', ends) }
}

const storiesIn = (language: Language): readonly Story[] =>
  language === 'en' ? englishStories : foreignStories[language]

function languageOf(story: Story): Language {
  const found = Object.entries(foreignStories).find(([, stories]) => stories.includes(story))
  return (found?.[0] as Language | undefined) ?? 'en'
}

/** Now and then a log is pasted into the letter, and it is long. */
function trail(random: Random): readonly string[] {
  if (!random.chance(0.12)) return []
  const line = (second: number) =>
    `2026-11-${String(1 + random.below(20)).padStart(2, '0')}T08:14:${String(second % 60).padStart(2, '0')}Z ` +
    `WARN  [worker-${random.below(8)}] retry ${second} of job <${random.below(1e6).toString(36)}> in C:\\spool\\out`
  return [Array.from({ length: 12 + random.below(60) }, (_, second) => line(second)).join('\n')]
}

const REPLIES = [
  'Asked the customer for the log file.',
  'Reproduced on our side, handing over to the developers.',
  'We are looking into this and will come back to you today.',
  'Kunde hat zurückgerufen, Problem tritt weiterhin auf.',
  'A fix is in the next release. Could you confirm that it works for you?',
  'ご連絡ありがとうございます。確認いたします。',
  'Customer is not amused 😬 – please keep this internal.',
]

function plantComment(plant: Plant, { random, agents }: CaseSeed, caseId: string, at: string) {
  const agent = random.pick(agents)
  const body = random.pick(REPLIES)
  const isPublic = /we are|could you|ありがとう/i.test(body)
  plant('CaseComment', {
    ParentId: caseId,
    CommentBody: body,
    IsPublished: isPublic,
    CreatedDate: at,
    CreatedById: agent,
    LastModifiedDate: at,
    LastModifiedById: agent,
    SystemModstamp: at,
  })
}
