import { systemClock } from './clock.ts'
import { startControl } from './control.ts'
import { controlledJira, controlledSalesforce } from './controlled.ts'
import { type JiraCredentials, type JiraSandbox, startJira } from './jira/index.ts'
import { type SalesforceSandbox, startSalesforce } from './salesforce/index.ts'

export interface SandboxOptions {
  /** Ports: 0, the default, takes any free one. */
  readonly jiraPort?: number
  readonly salesforcePort?: number
  readonly controlPort?: number
  /** How many cases the Salesforce org starts with. */
  readonly cases?: number
  readonly seed?: number
  readonly host?: string
}

/** What `crosstie sandbox --json` prints: the first credentials are the integration user's. */
export interface SandboxAddresses {
  readonly jira: { readonly url: string } & JiraCredentials
  readonly salesforce: { readonly url: string } & SalesforceSandbox['credentials']
  readonly control: string
}

export interface Sandbox {
  readonly addresses: SandboxAddresses
  close(): Promise<void>
}

interface Closable {
  close(): Promise<void>
}

/** Starts both systems and their control server; either all of them run, or none. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { jiraPort = 0, salesforcePort = 0, controlPort = 0, cases = 300, seed = 1, host = '127.0.0.1' } = options
  const started: Closable[] = []
  const keep = <T extends Closable>(server: T): T => {
    started.push(server)
    return server
  }
  const close = async (): Promise<void> => {
    await Promise.all(started.map((server) => server.close()))
  }
  try {
    const jira = keep(await startJira({ port: jiraPort, host, seed, clock: systemClock }))
    const salesforce = keep(await startSalesforce({ port: salesforcePort, host, cases, seed, clock: systemClock }))
    const systems = { jira: controlledJira(jira), salesforce: controlledSalesforce(salesforce) }
    let control = ''
    const addresses = (): SandboxAddresses => addressesOf(jira, salesforce, control)
    control = keep(await startControl({ ...systems, addresses }, { port: controlPort, host })).url
    return { addresses: addresses(), close }
  } catch (error) {
    await close()
    throw error
  }
}

function addressesOf(jira: JiraSandbox, salesforce: SalesforceSandbox, control: string): SandboxAddresses {
  return {
    jira: { url: jira.url, ...jira.credentials },
    salesforce: { url: salesforce.url, ...salesforce.credentials },
    control,
  }
}
