import { type Html, html } from '../../html.ts'
import { issueTypes, priorities, projects, salesforceReferenceField, type Status, statuses } from '../catalog.ts'
import { type Issue, type SiteState, userById } from '../site.ts'
import { avatar } from './layout.ts'

/** More cards than this make a column of no use; the rest is a number and a search away. */
const cardsMax = 60

export interface BoardRequest {
  readonly projectKey: string
  readonly search: string
}

/** One column for each status, the issue that changed last on top. */
export function board(site: SiteState, { projectKey, search }: BoardRequest): Html {
  const project = projects.find(({ key }) => key === projectKey) ?? projects[0]
  const issues = [...site.issues.values()]
    .filter((issue) => issue.projectId === project?.id && matches(issue, search))
    .toSorted((left, right) => right.updated.getTime() - left.updated.getTime() || Number(right.id) - Number(left.id))
  return html`<main class="board-page">
    <div class="heading">
      <h1>${project?.name} board</h1>
      <form class="search" method="get" role="search">
        <input type="hidden" name="project" value="${project?.key}" />
        <input
          type="search"
          name="search"
          value="${search}"
          placeholder="Search summary, key or reference"
          aria-label="Search issues"
        />
      </form>
      <p class="count">${issues.length} ${issues.length === 1 ? 'issue' : 'issues'}</p>
    </div>
    <div class="board">
      ${statuses.map((status) =>
        column(
          site,
          status,
          issues.filter(({ statusId }) => statusId === status.id),
        ),
      )}
    </div>
  </main>`
}

function matches(issue: Issue, search: string): boolean {
  const text = `${issue.key} ${issue.summary} ${Object.values(issue.custom).join(' ')}`
  return text.toLowerCase().includes(search.trim().toLowerCase())
}

function column(site: SiteState, status: Status, issues: readonly Issue[]): Html {
  const hidden = issues.length - cardsMax
  return html`<section class="column" aria-label="${status.name}">
    <h2><span class="dot ${status.category.key}"></span>${status.name} <span class="number">${issues.length}</span></h2>
    <ul>
      ${issues.slice(0, cardsMax).map((issue) => card(site, issue))}
    </ul>
    ${issues.length === 0 && html`<p class="empty">Nothing here.</p>`}
    ${hidden > 0 && html`<p class="empty">and ${hidden} more: search to find them</p>`}
  </section>`
}

function card(site: SiteState, issue: Issue): Html {
  const reference = issue.custom[salesforceReferenceField]
  return html`<li>
    <a class="card" href="/browse/${issue.key}">
      <span class="summary">${issue.summary}</span>
      <span class="tags">
        ${typeof reference === 'string' && html`<span class="tag reference">Case ${reference}</span>`}
        ${issue.labels.map((label) => html`<span class="tag">${label}</span>`)}
      </span>
      <span class="foot">
        ${typeMark(issue.issueTypeId)}
        <span class="key">${issue.key}</span>
        ${priorityMark(issue.priorityId)} ${avatar(userById(site, issue.assignee))}
      </span>
    </a>
  </li>`
}

export function typeMark(issueTypeId: string): Html {
  const name = issueTypes.find(({ id }) => id === issueTypeId)?.name ?? ''
  const signs: Readonly<Record<string, string>> = { Task: '✓', Bug: '●', Story: '▮' }
  return html`<span class="type ${name.toLowerCase()}" title="${name}" aria-label="${name}">${signs[name]}</span>`
}

export function priorityMark(priorityId: string): Html {
  const name = priorities.find(({ id }) => id === priorityId)?.name ?? ''
  const signs: Readonly<Record<string, string>> = { Highest: '▲▲', High: '▲', Medium: '=', Low: '▼', Lowest: '▼▼' }
  return html`<span class="priority ${name.toLowerCase()}" title="Priority: ${name}" aria-label="Priority: ${name}"
    >${signs[name]}</span
  >`
}
