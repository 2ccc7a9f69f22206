import { type Html, html } from '../../html.ts'
import { projects } from '../catalog.ts'
import type { SiteState, User } from '../site.ts'

export interface Page {
  readonly site: SiteState
  readonly person: User
  readonly title: string
  readonly projectKey: string
  /** Where to come back to after another person has taken the seat. */
  readonly path: string
  readonly content: Html
}

/** The frame that all pages share: name of the site, projects, and who sits at the desk. */
export function layout({ site, person, title, projectKey, path, content }: Page): string {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Jira sandbox</title>
        <link rel="icon" href="/assets/icon.svg" />
        <link rel="stylesheet" href="/assets/style.css" />
        <script type="module" src="/assets/live.js"></script>
      </head>
      <body data-version="${site.journal.length}">
        <header class="bar">
          <a class="brand" href="/"
            ><img src="/assets/icon.svg" alt="" width="24" height="24" />Jira <span>sandbox</span></a
          >
          <nav aria-label="Projects">
            ${projects.map(({ key, name }) => projectLink(key, name, key === projectKey))}
          </nav>
          ${personForm(site, person, path)}
        </header>
        <p id="changed" class="notice" hidden>
          Somebody else has changed something. <a href="">Load it</a>, your own changes here would be lost.
        </p>
        ${content}
      </body>
    </html>`
  return page.html
}

function projectLink(key: string, name: string, isCurrent: boolean): Html {
  return isCurrent
    ? html`<a href="/?project=${key}" aria-current="page">${name}</a>`
    : html`<a href="/?project=${key}">${name}</a>`
}

function personForm(site: SiteState, person: User, path: string): Html {
  const team = site.users.filter((user) => user.assignable)
  return html`<form class="person" method="get" action="/pages/person">
    <input type="hidden" name="path" value="${path}" />
    ${avatar(person)}
    <label>
      <span>Working as</span>
      <select name="id" data-send>
        ${team.map((user) => option(user.accountId, user.displayName, user === person))}
      </select>
    </label>
    <noscript><button>Take the seat</button></noscript>
  </form>`
}

export function option(value: string, label: string, isSelected: boolean): Html {
  return isSelected
    ? html`<option value="${value}" selected>${label}</option>`
    : html`<option value="${value}">${label}</option>`
}

/** The initials on a colour of the person's own. */
export function avatar(user: User | undefined): Html {
  if (!user) return html`<span class="avatar nobody" title="Unassigned">–</span>`
  const initials = user.displayName
    .split(' ')
    .map((word) => word.charAt(0))
    .join('')
    .slice(0, 2)
  const hue = [...user.accountId].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) % 360, 7)
  return html`<span class="avatar h${Math.floor(hue / 45)}" title="${user.displayName}">${initials}</span>`
}
