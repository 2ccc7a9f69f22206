import { type Html, html } from '../../html.ts'
import { findField, objectNamed, objectOfId } from '../schema/lookup.ts'
import type { Row } from '../tables.ts'
import { type Desk, textOf } from './desk.ts'
import { mark, moment, option } from './layout.ts'

export const EDITABLE = ['Subject', 'Description', 'Status', 'Priority', 'OwnerId'] as const

/** One case, to read, edit and comment. What an attempt to save was refused for stands above the form. */
export function casePage(desk: Desk, row: Row, now: Date, problem: string | undefined): Html {
  const jira = textOf(row, 'Jira_Reference__c')
  return html`<main class="case">
    <div class="headline">
      <div>
        <p class="muted"><a href="/">Cases</a> / ${textOf(row, 'CaseNumber')}</p>
        <h1>${textOf(row, 'Subject') || 'No subject'}</h1>
        <p class="marks">
          ${mark(textOf(row, 'Status'))} ${mark(textOf(row, 'Priority'))}
          ${jira ? html`<span class="key">${jira}</span>` : html`<span class="muted">No Jira issue yet</span>`}
        </p>
      </div>
    </div>
    ${problem !== undefined && html`<p class="notice bad" role="alert">Not saved. ${problem}</p>`}
    <div class="columns">
      <div>${editForm(desk, row)} ${commentsPanel(desk, row, now)}</div>
      <aside>${detailsPanel(desk, row, now)} ${historyPanel(desk, row, now)}</aside>
    </div>
  </main>`
}

/** The value that the page was made with travels along, so that only what the person touched is written. */
const was = (row: Row, field: string) => html`<input type="hidden" name="was.${field}" value="${textOf(row, field)}" />`

function editForm({ people, queues, nameOf }: Desk, row: Row): Html {
  const id = textOf(row, 'Id')
  const owners = [
    ...people().map(({ userId, name }) => ({ id: userId, name })),
    ...queues().map((queue) => ({ id: textOf(queue, 'Id'), name: `${textOf(queue, 'Name')} (queue)` })),
  ]
  const ownerId = textOf(row, 'OwnerId')
  const known = owners.some((owner) => owner.id === ownerId)
    ? owners
    : [{ id: ownerId, name: nameOf(ownerId) }, ...owners]
  return html`<form class="panel edit" method="post" action="/cases/${id}">
    ${EDITABLE.map((field) => was(row, field))}
    <label>Subject<input name="Subject" value="${textOf(row, 'Subject')}" autocomplete="off" /></label>
    <label>Description${descriptionBox(textOf(row, 'Description'))}</label>
    <div class="trio">
      <label>Status${choice(row, 'Status')}</label>
      <label>Priority${choice(row, 'Priority')}</label>
      <label>
        Owner
        <select name="OwnerId">
          ${known.map((owner) => option(owner.id, owner.name, owner.id === ownerId))}
        </select>
      </label>
    </div>
    <div class="actions"><button class="primary">Save</button></div>
  </form>`
}

/** A line break right after the tag is dropped by browsers, so one is put there for them to drop. */
const descriptionBox = (text: string): Html => ({
  html: `<textarea name="Description" rows="11">\n${html`${text}`.html}</textarea>`,
})

function choice(row: Row, field: 'Status' | 'Priority'): Html {
  const current = textOf(row, field)
  const values = findField(objectNamed('Case'), field)?.values ?? []
  const offered = values.includes(current) ? values : [current, ...values]
  return html`<select name="${field}">
    ${offered.map((value) => option(value, value, value === current))}
  </select>`
}

function commentsPanel({ org, nameOf }: Desk, row: Row, now: Date): Html {
  const comments = org
    .all('CaseComment')
    .filter((comment) => comment['ParentId'] === row['Id'] && comment['IsDeleted'] !== true)
    .toReversed()
  return html`<section class="panel">
    <h2>Comments</h2>
    <form method="post" action="/cases/${textOf(row, 'Id')}/comments" class="comment-form">
      <textarea name="CommentBody" rows="3" required aria-label="New comment" placeholder="Add a comment"></textarea>
      <div class="actions">
        <label class="check"
          ><input type="checkbox" name="IsPublished" value="true" /> Public, the customer can see it</label
        >
        <button>Comment</button>
      </div>
    </form>
    <ul class="comments">
      ${comments.map(
        (comment) =>
          html`<li>
            <p class="muted">
              <strong>${nameOf(comment['CreatedById'])}</strong> ${moment(textOf(comment, 'CreatedDate'), now)}
              ${
                comment['IsPublished'] === true
                  ? html`<span class="mark mark-public">Public</span>`
                  : html`<span class="mark mark-internal">Internal</span>`
              }
            </p>
            ${prose(textOf(comment, 'CommentBody'))}
          </li>`,
      )}
    </ul>
    ${comments.length === 0 && html`<p class="muted">Nobody has commented yet.</p>`}
  </section>`
}

const prose = (text: string): Html => ({ html: `<div class="prose">${html`${text}`.html}</div>` })

function detailsPanel({ org, nameOf }: Desk, row: Row, now: Date): Html {
  const contact = org.find('Contact', textOf(row, 'ContactId'))
  const entries: readonly (readonly [string, Html | string])[] = [
    ['Jira reference', textOf(row, 'Jira_Reference__c') || '–'],
    ['Jira issue id', textOf(row, 'Jira_Issue_Id__c') || '–'],
    ['Account', nameOf(row['AccountId']) || '–'],
    [
      'Contact',
      contact ? html`${textOf(contact, 'Name')}<br /><span class="muted">${textOf(contact, 'Email')}</span>` : '–',
    ],
    ['Origin', textOf(row, 'Origin') || '–'],
    ['Type', textOf(row, 'Type') || '–'],
    ['Reason', textOf(row, 'Reason') || '–'],
    ['Severity', textOf(row, 'Severity__c') || '–'],
    ['Created', html`${moment(textOf(row, 'CreatedDate'), now)} by ${nameOf(row['CreatedById'])}`],
    ['Changed', html`${moment(textOf(row, 'LastModifiedDate'), now)} by ${nameOf(row['LastModifiedById'])}`],
    ['Record id', html`<code>${textOf(row, 'Id')}</code>`],
  ]
  return html`<section class="panel">
    <h2>Details</h2>
    <dl>
      ${entries.map(
        ([term, value]) =>
          html`<div>
            <dt>${term}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
  </section>`
}

const HISTORY_SHOWN = 12

const isBareOwner = (entry: Row) => entry['Field'] === 'Owner' && objectOfId(textOf(entry, 'NewValue')) !== undefined

function historyPanel({ org, nameOf }: Desk, row: Row, now: Date): Html | false {
  const entries = org
    .all('CaseHistory')
    // A change of owner leaves a second row with the bare ids.
    .filter((entry) => entry['CaseId'] === row['Id'] && !isBareOwner(entry))
    .toReversed()
    .slice(0, HISTORY_SHOWN)
  if (entries.length === 0) return false
  return html`<section class="panel">
    <h2>History</h2>
    <ul class="history">
      ${entries.map(
        (entry) =>
          html`<li>
            ${
              textOf(entry, 'Field') === 'created'
                ? html`Created`
                : html`${textOf(entry, 'Field')}: ${textOf(entry, 'OldValue') || '–'} →
                  ${textOf(entry, 'NewValue') || '–'}`
            }
            <span class="muted">${nameOf(entry['CreatedById'])}, ${moment(textOf(entry, 'CreatedDate'), now)}</span>
          </li>`,
      )}
    </ul>
  </section>`
}
