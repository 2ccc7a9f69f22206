import { rootCertificates } from 'node:tls'
import { Agent, EnvHttpProxyAgent, type Dispatcher } from 'undici'
import { guardedLookup } from './addresses.ts'

export interface ProxySettings {
  readonly url: string
  readonly username?: string | undefined
  readonly password?: string | undefined
  /** Hosts that are reached directly: `host`, `host:port`, `.domain`, `*`. */
  readonly noProxy?: readonly string[] | undefined
}

/** Longest wait for a connection; a connection that never came leaves no doubt about what the other side did. */
const CONNECT_TIMEOUT_MS = 10_000

/** The connections of one connected system: its proxy and its certificate authority, never the environment's. */
export function createTransport(settings: { proxy?: ProxySettings | undefined; ca?: string | undefined }): Dispatcher {
  const trust = settings.ca === undefined ? {} : { ca: [...rootCertificates, settings.ca] }
  const connect = { timeout: CONNECT_TIMEOUT_MS, lookup: guardedLookup, ...trust }
  // The time-out of the whole call is the client's; undici's own would only answer earlier with less to say.
  const options = { connect, headersTimeout: 0, bodyTimeout: 0 }
  if (!settings.proxy) return new Agent(options)
  const proxy = proxyAddress(settings.proxy)
  return new EnvHttpProxyAgent({
    ...options,
    httpProxy: proxy,
    httpsProxy: proxy,
    noProxy: settings.proxy.noProxy?.join(',') ?? '',
    requestTls: { timeout: CONNECT_TIMEOUT_MS, ...trust },
    proxyTls: { timeout: CONNECT_TIMEOUT_MS, ...trust },
  })
}

function proxyAddress({ url, username, password }: ProxySettings): string {
  const address = new URL(url)
  if (username !== undefined) address.username = encodeURIComponent(username)
  if (password !== undefined) address.password = encodeURIComponent(password)
  return address.href
}
