import { type Html, html } from '../../html.ts'
import { findField, objectNamed } from '../schema/lookup.ts'
import type { Row } from '../tables.ts'
import { type Desk, textOf } from './desk.ts'
import { mark, moment } from './layout.ts'

const PAGE_SIZE = 50

export interface ListView {
  readonly search: string
  readonly status: string
  readonly priority: string
  readonly page: number
}

/** All cases, the last changed first. */
export function listPage(desk: Desk, view: ListView, now: Date): Html {
  const found = matching(desk, view)
  const pages = Math.max(1, Math.ceil(found.length / PAGE_SIZE))
  const page = Math.min(Math.max(1, view.page), pages)
  const shown = found.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE)
  return html`<main>
    <div class="headline">
      <div>
        <h1>Cases</h1>
        <p class="muted">${found.length} ${found.length === 1 ? 'case' : 'cases'}, last changed first</p>
      </div>
      ${searchForm(view)}
    </div>
    <nav class="chips" aria-label="Status">${chips('Status', view, 'status')}</nav>
    <nav class="chips" aria-label="Priority">${chips('Priority', view, 'priority')}</nav>
    ${shown.length === 0 ? html`<p class="empty panel">No case matches. <a href="/">Show all cases</a></p>` : caseTable(desk, shown, now)}
    ${pages > 1 && pager(view, page, pages)}
  </main>`
}

function matching({ org, nameOf }: Desk, { search, status, priority }: ListView): readonly Row[] {
  const wanted = search.trim().toLowerCase()
  const speaks = (row: Row) =>
    [row['CaseNumber'], row['Subject'], row['Jira_Reference__c'], row['Description'], nameOf(row['AccountId'])].some(
      (text) => typeof text === 'string' && text.toLowerCase().includes(wanted),
    )
  return org
    .all('Case')
    .filter((row) => row['IsDeleted'] !== true)
    .filter((row) => (status === '' || row['Status'] === status) && (priority === '' || row['Priority'] === priority))
    .filter((row) => wanted === '' || speaks(row))
    .toSorted((a, b) => order(b, a))
}

function order(a: Row, b: Row): number {
  const [left, right] = [a, b].map((row) => textOf(row, 'SystemModstamp') + textOf(row, 'CaseNumber'))
  return (left ?? '') < (right ?? '') ? -1 : 1
}

function searchForm({ search, status, priority }: ListView): Html {
  return html`<form class="search" method="get" action="/" role="search">
    <input type="hidden" name="status" value="${status}" />
    <input type="hidden" name="priority" value="${priority}" />
    <input
      type="search"
      name="search"
      value="${search}"
      placeholder="Number, subject, account, Jira key"
      aria-label="Search cases"
    />
    <button>Search</button>
  </form>`
}

function chips(field: 'Status' | 'Priority', view: ListView, key: 'status' | 'priority'): readonly Html[] {
  const values = findField(objectNamed('Case'), field)?.values ?? []
  return ['', ...values].map((value) => {
    const href = address({ ...view, [key]: value, page: 1 })
    const label = value || `Any ${field.toLowerCase()}`
    return value === view[key]
      ? html`<a class="chip" aria-current="true" href="${href}">${label}</a>`
      : html`<a class="chip" href="${href}">${label}</a>`
  })
}

function address({ search, status, priority, page }: ListView): string {
  const query = new URLSearchParams()
  if (search) query.set('search', search)
  if (status) query.set('status', status)
  if (priority) query.set('priority', priority)
  if (page > 1) query.set('page', String(page))
  const text = query.toString()
  return text ? `/?${text}` : '/'
}

function caseTable(desk: Desk, rows: readonly Row[], now: Date): Html {
  return html`<div class="panel cases">
    <table>
      <thead>
        <tr>
          <th scope="col">Case</th>
          <th scope="col">Subject</th>
          <th scope="col">Status</th>
          <th scope="col">Priority</th>
          <th scope="col">Owner</th>
          <th scope="col">Jira</th>
          <th scope="col">Changed</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map((row) => caseRow(desk, row, now))}
      </tbody>
    </table>
  </div>`
}

function caseRow({ nameOf }: Desk, row: Row, now: Date): Html {
  const href = `/cases/${textOf(row, 'Id')}`
  const jira = textOf(row, 'Jira_Reference__c')
  return html`<tr>
    <td class="number"><a href="${href}">${textOf(row, 'CaseNumber')}</a></td>
    <td class="subject">
      <a href="${href}">${textOf(row, 'Subject') || 'No subject'}</a>
      <span class="muted">${nameOf(row['AccountId'])}</span>
    </td>
    <td>${mark(textOf(row, 'Status'))}</td>
    <td>${mark(textOf(row, 'Priority'))}</td>
    <td class="owner">${nameOf(row['OwnerId'])}</td>
    <td class="jira">${jira && html`<span class="key">${jira}</span>`}</td>
    <td class="changed muted">${moment(textOf(row, 'SystemModstamp'), now)}</td>
  </tr>`
}

function pager(view: ListView, page: number, pages: number): Html {
  const link = (to: number, label: string) =>
    to >= 1 && to <= pages
      ? html`<a class="chip" href="${address({ ...view, page: to })}">${label}</a>`
      : html`<span></span>`
  return html`<nav class="pager" aria-label="Pages">
    ${link(page - 1, 'Newer')}<span class="muted">Page ${page} of ${pages}</span>${link(page + 1, 'Older')}
  </nav>`
}
