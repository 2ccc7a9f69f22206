/**
 * Keeps a page up to date while nobody types in it, and says so when somebody does. It also sends a form as soon as a
 * select marked with data-send changes. Runs in the browser.
 */
export const liveScript = `
let dirty = false
let seen = document.body.dataset.version
document.addEventListener('input', (event) => { if (event.target.closest('form[method=post]')) dirty = true })
document.addEventListener('submit', () => { dirty = false })
document.addEventListener('change', (event) => { if (event.target.matches('[data-send]')) event.target.form.submit() })
const renew = async () => {
  const text = await (await fetch(location.href)).text()
  const page = new DOMParser().parseFromString(text, 'text/html')
  const open = [...document.querySelectorAll('details')].map((each) => each.open)
  document.querySelector('main').replaceWith(page.querySelector('main'))
  document.querySelectorAll('details').forEach((each, index) => { each.open = open[index] ?? each.open })
}
const look = async () => {
  try {
    const { version } = await (await fetch('/pages/version')).json()
    if (String(version) === seen) return
    if (dirty) { document.querySelector('#changed').hidden = false; return }
    seen = String(version)
    await renew()
  } catch { /* The sandbox is gone or busy: look again later. */ }
}
setInterval(look, 1500)
`
