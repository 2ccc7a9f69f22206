import { type Html, html } from '../../html.ts'
import type { Actor } from '../org.ts'
import { stampMs } from '../stamps.ts'
import type { Desk } from './desk.ts'

export interface Page {
  readonly desk: Desk
  readonly person: Actor
  readonly title: string
  /** Where to come back to after another person has sat down. */
  readonly path: string
  readonly content: Html
}

/** The frame that all pages share: the org's name, and who is at work. */
export function layout({ desk, person, title, path, content }: Page): string {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Salesforce sandbox</title>
        <link rel="icon" href="/assets/icon.svg" />
        <link rel="stylesheet" href="/assets/style.css" />
        <script type="module" src="/assets/live.js"></script>
      </head>
      <body data-version="${desk.org.journal().length}">
        <header class="bar">
          <a class="brand" href="/"
            ><img src="/assets/icon.svg" alt="" width="26" height="26" />Salesforce <span>sandbox</span></a
          >
          ${personForm(desk, person, path)}
        </header>
        <p id="changed" class="notice" hidden>
          Somebody else has changed something. <a href="">Load it</a>; what you typed here would be lost.
        </p>
        ${content}
      </body>
    </html>`
  return page.html
}

function personForm(desk: Desk, person: Actor, path: string): Html {
  return html`<form class="person" method="get" action="/pages/person">
    <input type="hidden" name="path" value="${path}" />
    <label>
      <span>At work</span>
      <select name="id" data-send>
        ${desk.people().map(({ userId, name }) => option(userId, name, userId === person.userId))}
      </select>
    </label>
    <noscript><button>Sit down</button></noscript>
  </form>`
}

export function option(value: string, label: string, isSelected: boolean): Html {
  return isSelected
    ? html`<option value="${value}" selected>${label}</option>`
    : html`<option value="${value}">${label}</option>`
}

/** A status or priority as a small coloured mark. */
export function mark(value: string): Html {
  return html`<span class="mark mark-${value.toLowerCase().replaceAll(/[^a-z]+/g, '-')}">${value || 'None'}</span>`
}

export function moment(stamp: string, now: Date): Html {
  return html`<time datetime="${stamp.replace('+0000', 'Z')}" title="${stamp.slice(0, 19).replace('T', ' ')} UTC"
    >${ago(stamp, now)}</time
  >`
}

const STEPS = [
  { unit: 'd', ms: 86_400_000 },
  { unit: 'h', ms: 3_600_000 },
  { unit: 'min', ms: 60_000 },
]

function ago(stamp: string, now: Date): string {
  const age = now.getTime() - stampMs(stamp)
  const step = STEPS.find(({ ms }) => age >= ms)
  return step ? `${Math.floor(age / step.ms)} ${step.unit} ago` : 'just now'
}
