import type { Controlled, ControlledSandbox } from './control-needs.ts'
import { type Html, html } from './html.ts'

interface Preset {
  readonly label: string
  readonly faults: object
}

/** The faults that are worth a button; anything else goes into the text field as JSON. */
const jiraPresets: readonly Preset[] = [
  { label: 'Next 3 calls: 429', faults: { next: [{ answer: '429', times: 3, retryAfterSeconds: 2 }] } },
  { label: 'Next 3 calls: 503', faults: { next: [{ answer: '503 html', times: 3 }] } },
  { label: 'Next create: answer lost', faults: { next: [{ call: 'bulk create', answer: 'drop', effect: 'after' }] } },
  { label: 'Search lags 20 s', faults: { indexLagMs: 20_000 } },
  { label: 'Answers take 2 s', faults: { latencyMs: 2000 } },
  { label: 'Token expired', faults: { expiredToken: true } },
]
const salesforcePresets: readonly Preset[] = [
  { label: 'Next 3 calls: 503', faults: { answerNext: [{ fault: 'unavailable-html', times: 3 }] } },
  { label: 'Next 3 calls: limit', faults: { answerNext: [{ fault: 'daily-limit', times: 3 }] } },
  { label: 'Next call: answer lost', faults: { answerNext: [{ fault: 'drop-after' }] } },
  { label: 'Commits 20 s late', faults: { commitDelayMs: 20_000 } },
  { label: 'Answers take 2 s', faults: { latencyMs: 2000 } },
  { label: 'Sessions end', faults: { expireTokens: true } },
]

/** What a person needs of the control server on one page: where everything is, what was called, what goes wrong. */
export function controlPage({ jira, salesforce, addresses }: Controlled): string {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Sandbox control</title>
        <link rel="stylesheet" href="/assets/control.css" />
        <script type="module" src="/assets/control.js"></script>
      </head>
      <body>
        <main>
          <h1>Sandbox control</h1>
          <p class="lead">
            Two imitations of real systems. Make them slow, forgetful or rude here, and watch what happens.
            <button data-method="DELETE" data-url="/faults">End all faults</button>
            <button data-method="POST" data-url="/calls/reset">Reset counters</button>
          </p>
          <p id="answer" role="status"></p>
          <div class="systems">
            ${systemPanel('Jira', 'jira', jira, jiraPresets)}
            ${systemPanel('Salesforce', 'salesforce', salesforce, salesforcePresets)}
          </div>
          <section>
            <h2>Addresses and credentials</h2>
            <pre tabindex="0">${JSON.stringify(addresses(), null, 2)}</pre>
          </section>
          <section>
            <h2>Also here</h2>
            <ul>
              ${['/calls', '/journal', '/faults', '/jira/issues', '/salesforce/records/Case'].map(
                (path) => html`<li><a href="${path}">${path}</a></li>`,
              )}
            </ul>
          </section>
        </main>
      </body>
    </html>`
  return page.html
}

function systemPanel(title: string, name: string, sandbox: ControlledSandbox, presets: readonly Preset[]): Html {
  return html`<section>
    <h2>${title} <a href="${sandbox.url}">${sandbox.url}</a></h2>
    <h3>Make it fail</h3>
    <div class="presets">${presets.map(({ label, faults }) => presetButton(name, label, faults))}</div>
    <form data-url="/faults/${name}">
      <label for="${name}-faults">Switches as JSON, only those to change</label>
      <textarea id="${name}-faults" rows="2" spellcheck="false">{ "latencyMs": 500 }</textarea>
      <button>Apply</button>
    </form>
    <h3>In force</h3>
    <pre tabindex="0">${JSON.stringify(sandbox.faults(), null, 2)}</pre>
    <h3>API calls</h3>
    ${callTable(sandbox)}
  </section>`
}

function presetButton(name: string, label: string, faults: object): Html {
  return html`<button data-method="POST" data-url="/faults/${name}" data-body="${JSON.stringify(faults)}">
    ${label}
  </button>`
}

function callTable(sandbox: ControlledSandbox): Html {
  const { integration, others } = sandbox.calls()
  const kinds = [...new Set([...Object.keys(integration), ...Object.keys(others)])].toSorted()
  if (kinds.length === 0) return html`<p class="empty">None yet.</p>`
  return html`<table>
    <thead>
      <tr>
        <th scope="col">Kind</th>
        <th scope="col">Integration</th>
        <th scope="col">Others</th>
      </tr>
    </thead>
    <tbody>
      ${kinds.map(
        (kind) =>
          html`<tr>
            <th scope="row">${kind}</th>
            <td>${integration[kind] ?? 0}</td>
            <td>${others[kind] ?? 0}</td>
          </tr>`,
      )}
    </tbody>
  </table>`
}

/** Sends what a button or a form says and shows the answer. Runs in the browser. */
export const controlScript = `
const answer = document.querySelector('#answer')
const send = async (url, method, body) => {
  const response = await fetch(url, { method, ...(body ? { headers: { 'content-type': 'application/json' }, body } : {}) })
  if (response.ok) location.reload()
  else answer.textContent = (await response.json()).error ?? 'It did not work.'
}
document.addEventListener('click', ({ target }) => {
  const button = target.closest('button[data-url]')
  if (button) send(button.dataset.url, button.dataset.method, button.dataset.body)
})
document.addEventListener('submit', (event) => {
  event.preventDefault()
  send(event.target.dataset.url, 'POST', event.target.querySelector('textarea').value)
})
`

export const controlStyle = `
:root { color-scheme: light dark; --page: #f6f7f9; --panel: #fff; --text: #1d2733; --muted: #5d6b7c; --line: #d8dee6; --accent: #1560c4; --bad: #a3270f }
@media (prefers-color-scheme: dark) { :root { --page: #15181c; --panel: #20242a; --text: #dfe5ec; --muted: #9aa7b5; --line: #363d47; --accent: #78adff; --bad: #ff9d8c } }
* { box-sizing: border-box }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.5 Inter, system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif }
main { max-width: 1180px; margin: 0 auto; padding: 1.5rem 1.25rem 3rem; display: grid; gap: 1rem }
h1 { margin: 0; font-size: 1.5rem }
h2 { margin: 0 0 .25rem; font-size: 1.05rem; display: flex; gap: .25rem .75rem; flex-wrap: wrap; align-items: baseline }
h2 a { font-size: .88rem; font-weight: 450 }
h3 { margin: 1rem 0 .4rem; font-size: .82rem; color: var(--muted) }
a { color: var(--accent) }
p { margin: 0 }
.lead { color: var(--muted); display: flex; gap: .6rem; flex-wrap: wrap; align-items: center }
#answer { color: var(--bad); white-space: pre-wrap }
#answer:empty { display: none }
.systems { display: grid; gap: 1rem; grid-template-columns: repeat(2, minmax(0, 1fr)); align-items: start }
section { background: var(--panel); border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.1rem; min-width: 0 }
.presets { display: flex; gap: .4rem; flex-wrap: wrap }
button, textarea { font: inherit; color: inherit; background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: .35rem .7rem }
button { cursor: pointer }
button:hover { border-color: var(--accent) }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
form { display: grid; gap: .4rem; margin-top: .8rem; justify-items: start }
label { color: var(--muted); font-size: .85rem }
textarea, pre { font-family: ui-monospace, SFMono-Regular, Menlo, monospace; font-size: .84rem; width: 100%; max-width: 100% }
pre { margin: 0; overflow: auto; max-height: 18rem; white-space: pre-wrap; overflow-wrap: anywhere }
table { border-collapse: collapse; width: 100%; font-size: .9rem }
th { text-align: left; font-weight: 500 }
thead th { color: var(--muted) }
td, thead th:not(:first-child) { text-align: right; font-variant-numeric: tabular-nums }
th, td { padding: .2rem 0; border-bottom: 1px solid var(--line) }
ul { margin: 0; padding-left: 1.2rem }
.empty { color: var(--muted) }
@media (max-width: 800px) { .systems { grid-template-columns: minmax(0, 1fr) } }
`
