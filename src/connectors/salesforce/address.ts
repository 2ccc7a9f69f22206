/** Where a connected org is: the origin that tokens and data are asked of. */
export type SalesforceAddress =
  | { readonly kind: 'my-domain' | 'login' | 'other'; readonly origin: string }
  | { readonly kind: 'unusable'; readonly problem: string; readonly hint: string }

/**
 * User-interface hosts and the API host of the same org: the inverse of the rewriting that Salesforce's own tools do
 * (forcedotcom/sfdx-core, src/util/sfdcUrl.ts). Setup pages live on hosts of their own since enhanced domains.
 */
const PAGE_HOSTS: readonly (readonly [page: string, api: string])[] = [
  ['.lightning.force.com', '.my.salesforce.com'],
  ['.my.salesforce-setup.com', '.my.salesforce.com'],
  ['.lightning.crmforce.mil', '.my.salesforce.mil'],
  ['.my-lightning.com', '.my-salesforce.com'],
  ['.lightning.sfcrmapps.cn', '.my.sfcrmproducts.cn'],
]

/** Hosts of Salesforce that serve pages only; no API answers there and no API host can be told from them. */
const PAGE_ONLY = /\.(vf\.force|visualforce|documentforce|content\.force|my\.site)\.com$|^help\.salesforce\.com$/
const MY_DOMAIN = /\.my[.-](salesforce\.(com|mil)|sfcrmproducts\.cn)$/
const LOGIN_HOSTS = new Set(['login.salesforce.com', 'test.salesforce.com', 'welcome.salesforce.com'])
const MY_DOMAIN_HINT =
  'Open Setup, My Domain in Salesforce and copy "Current My Domain URL", for example https://acme.my.salesforce.com.'

/** Reads whatever a person pasted: a Lightning page, a Setup page, a My Domain, a bare host. */
export function readAddress(pasted: string): SalesforceAddress {
  const url = parse(pasted.trim())
  if (!url) return unusable('This is not a web address.')
  const host = apiHost(url.hostname)
  if (PAGE_ONLY.test(host)) return unusable(`${host} only serves pages; no API answers there.`)
  if (host === 'salesforce.com' || host === 'www.salesforce.com')
    return unusable(`${host} is not the address of an org.`)
  if (LOGIN_HOSTS.has(host)) return { kind: 'login', origin: `https://${host}` }
  if (MY_DOMAIN.test(host)) return { kind: 'my-domain', origin: `https://${host}` }
  if (host.endsWith('.salesforce.com')) return { kind: 'other', origin: `https://${host}` }
  return { kind: 'other', origin: url.origin }
}

/** Where a person opens a record. The sandbox that comes with Crosstie has pages of its own; it runs on loopback. */
export function recordUrl(siteUrl: string, { entity, id }: { readonly entity: string; readonly id: string }): string {
  if (isLoopback(new URL(siteUrl).hostname)) return `${siteUrl}${sandboxPage(entity)}/${encodeURIComponent(id)}`
  return `${siteUrl}/lightning/r/${encodeURIComponent(entity)}/${encodeURIComponent(id)}/view`
}

function sandboxPage(entity: string): string {
  return entity === 'Case' ? '/cases' : ''
}

function parse(text: string): URL | undefined {
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text)
    ? text
    : `${isLoopback(hostOf(text)) ? 'http' : 'https'}://${text}`
  if (!URL.canParse(withScheme)) return undefined
  const url = new URL(withScheme)
  const known = url.protocol === 'https:' || url.protocol === 'http:'
  return known && /^[a-z0-9.[\]:-]+$/.test(url.hostname) && url.hostname !== '' ? url : undefined
}

function hostOf(text: string): string {
  return text.split(/[/?#]/, 1)[0]?.replace(/:\d+$/, '') ?? ''
}

function apiHost(host: string): string {
  const match = PAGE_HOSTS.find(([page]) => host.endsWith(page))
  return match ? host.slice(0, -match[0].length) + match[1] : host
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)
}

function unusable(problem: string): SalesforceAddress {
  return { kind: 'unusable', problem, hint: MY_DOMAIN_HINT }
}
