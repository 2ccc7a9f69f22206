import type { AddressInfo } from 'node:net'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Controlled } from './control-needs.ts'
import { controlPage, controlScript, controlStyle } from './control-page.ts'

export interface ControlServer {
  readonly url: string
  close(): Promise<void>
}

/**
 * The other entrance of the sandboxes: counters, journal, full dumps and faults, over HTTP. Nothing here counts as an
 * API call or runs into a fault.
 */
export async function startControl(
  controlled: Controlled,
  { port, host }: { port: number; host: string },
): Promise<ControlServer> {
  const app = Fastify({ forceCloseConnections: true })
  registerCalls(app, controlled)
  registerDumps(app, controlled)
  registerFaults(app, controlled)
  registerAdministration(app, controlled)
  registerPage(app, controlled)
  await app.listen({ port, host })
  // An address of a TCP server is never a string.
  return { url: `http://${host}:${(app.server.address() as AddressInfo).port}`, close: () => app.close() }
}

function registerPage(app: FastifyInstance, controlled: Controlled): void {
  app.get('/', (_request, reply) => {
    const policy = "default-src 'self'"
    return reply.header('content-security-policy', policy).type('text/html;charset=UTF-8').send(controlPage(controlled))
  })
  app.get('/assets/control.css', (_request, reply) => reply.type('text/css').send(controlStyle))
  app.get('/assets/control.js', (_request, reply) => reply.type('text/javascript').send(controlScript))
}

function registerCalls(app: FastifyInstance, { jira, salesforce, addresses }: Controlled): void {
  app.get('/addresses', () => addresses())
  app.get('/calls', () => ({ jira: jira.calls(), salesforce: salesforce.calls() }))
  app.post('/calls/reset', (_request, reply) => {
    jira.resetCalls()
    salesforce.resetCalls()
    return reply.code(204).send()
  })
}

function registerDumps(app: FastifyInstance, { jira, salesforce }: Controlled): void {
  app.get<{ Querystring: { since?: string } }>('/journal', ({ query: { since = '' } }) => {
    const after = ({ at }: { at: string }): boolean => since === '' || Date.parse(at) >= Date.parse(since)
    return { jira: jira.journal().filter(after), salesforce: salesforce.journal().filter(after) }
  })
  app.get('/jira/issues', () => jira.dump())
  app.get<{ Params: { type: string } }>('/salesforce/records/:type', ({ params }, reply) => {
    const records = salesforce.dump(params.type)
    return records ?? reply.code(404).send({ error: `There are no records of type ${params.type}.` })
  })
}

function registerFaults(app: FastifyInstance, { jira, salesforce }: Controlled): void {
  app.get('/faults', () => ({ jira: jira.faults(), salesforce: salesforce.faults() }))
  for (const [name, sandbox] of Object.entries({ jira, salesforce })) {
    app.post(`/faults/${name}`, ({ body }, reply) => {
      const problem = sandbox.mergeFaults(body)
      return problem === undefined ? sandbox.faults() : reply.code(400).send({ error: problem })
    })
  }
  app.delete('/faults', (_request, reply) => {
    jira.clearFaults()
    salesforce.clearFaults()
    return reply.code(204).send()
  })
}

function registerAdministration(app: FastifyInstance, { jira }: Controlled): void {
  app.post<{ Params: { id: string } }>('/jira/issues/:id/delete', ({ params: { id } }, reply) =>
    jira.deleteIssue(id) ? reply.code(204).send() : reply.code(404).send({ error: `There is no issue ${id}.` }),
  )
  app.post<{ Params: { id: string }; Body: { project?: string } | undefined }>(
    '/jira/issues/:id/move',
    ({ params: { id }, body }, reply) => {
      const key = jira.moveIssue(id, body?.project ?? 'DEV')
      return key === undefined
        ? reply.code(404).send({ error: `There is no issue ${id}, or no such project.` })
        : { key }
    },
  )
}
