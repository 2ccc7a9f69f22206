import { DateTime } from 'luxon'
import { type Html, html } from '../../html.ts'
import { adfToText } from '../adf.ts'
import { issueTypes, priorities, resolutions, statuses, type Transition } from '../catalog.ts'
import { isPublic, visibleComments } from '../comments.ts'
import { fields } from '../fields.ts'
import { type Comment, type History, type Issue, type SiteState, type User, userById } from '../site.ts'
import { availableTransitions } from '../workflow.ts'
import { impactOptions } from '../catalog.ts'
import { typeMark } from './board.ts'
import { avatar, option } from './layout.ts'

export interface IssuePage {
  readonly site: SiteState
  readonly issue: Issue
  readonly person: User
  /** What was wrong with the last thing the person did. */
  readonly problem?: string | undefined
}

const historiesMax = 30

export function issuePage(page: IssuePage): Html {
  const { issue, problem } = page
  return html`<main class="issue-page">
    <h1 class="hidden">${issue.key} ${issue.summary}</h1>
    <p class="crumbs">
      <a href="/?project=${issue.key.split('-')[0]}">Board</a> / ${typeMark(issue.issueTypeId)}
      <strong>${issue.key}</strong>
    </p>
    ${problem !== undefined && html`<p class="problem" role="alert">${problem}</p>`}
    <div class="columns">
      <div class="left">${editForm(page)} ${comments(page)} ${history(page)}</div>
      <aside class="right">${statusPanel(page)} ${details(page)}</aside>
    </div>
  </main>`
}

function editForm({ site, issue }: IssuePage): Html {
  const team = site.users.filter((user) => user.active && user.assignable)
  return html`<form class="panel edit" method="post" action="/browse/${issue.key}/edit">
    <label class="summary-field"><span>Summary</span><input name="summary" value="${issue.summary}" required /></label>
    <label
      ><span>Description</span
      ><textarea name="description" rows="${rowsFor(adfToText(issue.description))}">
${adfToText(issue.description)}</textarea>
    </label>
    <div class="pair">
      <label
        ><span>Priority</span>
        <select name="priority">
          ${priorities.map(({ id, name }) => option(id, name, id === issue.priorityId))}
        </select>
      </label>
      <label
        ><span>Assignee</span>
        <select name="assignee">
          ${option('', 'Unassigned', issue.assignee === null)}
          ${team.map((user) => option(user.accountId, user.displayName, user.accountId === issue.assignee))}
        </select>
      </label>
      <label
        ><span>Labels</span><input name="labels" value="${issue.labels.join(' ')}" placeholder="separated by spaces"
      /></label>
    </div>
    <div class="actions"><button class="primary">Save</button></div>
  </form>`
}

function rowsFor(text: string): number {
  const lines = text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / 90)), 0)
  return Math.min(Math.max(lines + 1, 4), 24)
}

function statusPanel({ site, issue }: IssuePage): Html {
  const status = statuses.find(({ id }) => id === issue.statusId)
  const resolution = resolutions.find(({ id }) => id === issue.resolutionId)
  const offered = availableTransitions(site, issue).filter(({ to }) => to !== issue.statusId)
  return html`<section class="panel status-panel">
    <h2>Status</h2>
    <p>
      <span class="status ${status?.category.key}">${status?.name}</span>
      ${resolution && html`<span class="muted">${resolution.name}</span>`}
    </p>
    ${offered.map((transition) => transitionForm(issue, transition))}
  </section>`
}

function transitionForm(issue: Issue, transition: Transition): Html {
  const target = statuses.find(({ id }) => id === transition.to)
  const asksForResolution = 'resolution' in transition.screen
  return html`<form class="transition" method="post" action="/browse/${issue.key}/transition">
    <input type="hidden" name="transition" value="${transition.id}" />
    ${
      asksForResolution &&
      html`<select name="resolution" aria-label="Resolution">
        ${resolutions.map(({ id, name }) => option(id, name, id === '10000'))}
      </select>`
    }
    <button title="to ${target?.name}">
      ${transition.name} <span aria-hidden="true">→</span>
      <span class="status ${target?.category.key}">${target?.name}</span>
    </button>
  </form>`
}

function details({ site, issue }: IssuePage): Html {
  const type = issueTypes.find(({ id }) => id === issue.issueTypeId)
  const custom = fields
    .filter((field) => field.custom)
    .map((field) => [field.name, customText(issue, field.id)] as const)
  const rows: readonly (readonly [string, string])[] = [
    ['Type', type?.name ?? ''],
    ['Reporter', userById(site, issue.reporter)?.displayName ?? 'Nobody'],
    ...custom,
    ['Created', when(issue.created, site)],
    ['Updated', when(issue.updated, site)],
    ['Issue id', issue.id],
  ]
  return html`<section class="panel">
    <h2>Details</h2>
    <dl>
      ${rows.map(
        ([name, value]) =>
          html`<dt>${name}</dt>
            <dd>${value === '' ? 'None' : value}</dd>`,
      )}
    </dl>
  </section>`
}

function customText(issue: Issue, fieldId: string): string {
  const value = issue.custom[fieldId] ?? ''
  return impactOptions.find(({ id }) => id === value)?.value ?? String(value)
}

function comments({ site, issue, person }: IssuePage): Html {
  const shown = visibleComments(issue, person)
  return html`<section class="panel">
    <h2>Comments <span class="number">${shown.length}</span></h2>
    <ul class="comments">
      ${shown.map((comment) => commentItem(site, comment))}
    </ul>
    <form class="comment-form" method="post" action="/browse/${issue.key}/comment">
      <label
        ><span class="hidden">New comment</span
        ><textarea name="text" rows="3" placeholder="Add a comment" required></textarea>
      </label>
      <div class="actions">
        <label class="inline"
          >Visible to
          <select name="role">
            ${option('', 'everybody', true)}${option('Developers', 'role Developers', false)}
          </select>
        </label>
        <button>Comment</button>
      </div>
    </form>
  </section>`
}

function commentItem(site: SiteState, comment: Comment): Html {
  const author = userById(site, comment.author)
  return html`<li>
    ${avatar(author)}
    <div>
      <p class="by">
        <strong>${author?.displayName}</strong>
        <span class="muted">${when(comment.created, site)}</span>
        ${comment.visibility && html`<span class="tag lock">${comment.visibility.value} only</span>`}
        ${!isPublic(comment) && html`<span class="tag lock">internal note</span>`}
      </p>
      <p class="body">${adfToText(comment.body)}</p>
    </div>
  </li>`
}

function history({ site, issue }: IssuePage): Html {
  return html`<details class="panel history">
    <summary>
      <h2>History <span class="number">${issue.histories.length}</span></h2>
    </summary>
    <ul>
      ${issue.histories
        .toReversed()
        .slice(0, historiesMax)
        .map((entry) => historyItem(site, entry))}
    </ul>
  </details>`
}

function historyItem(site: SiteState, { author, created, items }: History): Html {
  return html`<li>
    <p class="by">
      <strong>${userById(site, author)?.displayName}</strong> <span class="muted">${when(created, site)}</span>
    </p>
    ${items.map(({ field, fromString, toString }) => html`<p class="change"><span class="muted">${field}</span> <del>${shorten(fromString)}</del> → <ins>${shorten(toString)}</ins></p>`)}
  </li>`
}

function shorten(text: string | null): string {
  if (text === null || text === '') return 'None'
  return text.length > 120 ? `${text.slice(0, 119)}…` : text
}

function when(date: Date, site: SiteState): string {
  return DateTime.fromJSDate(date, { zone: site.timeZone }).toFormat('d LLL yyyy, HH:mm:ss')
}
