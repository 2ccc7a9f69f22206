import type { SalesforceSandbox } from './index.ts'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: unknown
}

export interface Client {
  readonly token: string
  call(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>
  query(
    soql: string,
    headers?: Readonly<Record<string, string>>,
  ): Promise<{ totalSize: number; done: boolean; nextRecordsUrl?: string; records: Record<string, unknown>[] }>
}

/** Asks the token endpoint. */
export async function signIn({ url }: SalesforceSandbox, form: Readonly<Record<string, string>>): Promise<Answer> {
  const response = await fetch(`${url}/services/oauth2/token`, { method: 'POST', body: new URLSearchParams(form) })
  return { status: response.status, headers: response.headers, body: await response.json() }
}

export async function asIntegration(sandbox: SalesforceSandbox): Promise<Client> {
  const { clientId, clientSecret } = sandbox.credentials
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }
  return clientOf(sandbox, await signIn(sandbox, form))
}

export async function asPerson(sandbox: SalesforceSandbox): Promise<Client> {
  const { clientId, clientSecret, person } = sandbox.credentials
  const form = { grant_type: 'password', client_id: clientId, client_secret: clientSecret, ...person }
  return clientOf(sandbox, await signIn(sandbox, form))
}

function clientOf({ url }: SalesforceSandbox, { body }: Answer): Client {
  const { access_token: token } = body as { access_token: string }
  const call: Client['call'] = async (method, path, content, headers = {}) => {
    const response = await fetch(`${url}${path.startsWith('/') ? path : `/services/data/v66.0/${path}`}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      ...(content === undefined ? {} : { body: JSON.stringify(content) }),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') && text !== ''
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text }
  }
  return {
    token,
    call,
    query: async (soql, headers) => {
      const { body: page } = await call('GET', `query?q=${encodeURIComponent(soql)}`, undefined, headers)
      return page as Awaited<ReturnType<Client['query']>>
    },
  }
}
