/**
 * Keeps a page up to date while nobody types in it, and says so when somebody does. It also sends a form as soon as a
 * select marked with data-send changes. Runs in the browser.
 */
export const liveScript = `
let dirty = false
let seen = document.body.dataset.version
document.addEventListener('input', (event) => { if (event.target.closest('form:not(.person)')) dirty = true })
document.addEventListener('submit', () => { dirty = false })
document.addEventListener('change', (event) => { if (event.target.matches('[data-send]')) event.target.form.submit() })
const look = async () => {
  try {
    const { version } = await (await fetch('/pages/version')).json()
    if (String(version) === seen) return
    if (dirty) { document.querySelector('#changed').hidden = false; return }
    const text = await (await fetch(location.href)).text()
    const page = new DOMParser().parseFromString(text, 'text/html')
    if (dirty) return
    seen = String(version)
    document.querySelector('main').replaceWith(page.querySelector('main'))
  } catch { /* The sandbox is gone or busy: look again later. */ }
}
setInterval(look, 1500)
`
