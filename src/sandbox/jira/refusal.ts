/** The error body that most of Jira's REST API shares. */
export interface ErrorCollection {
  readonly errorMessages: readonly string[]
  readonly errors: Readonly<Record<string, string>>
}

/** A request that the sandbox answers with an error; thrown anywhere below a route, sent by the error handler. */
export class Refusal extends Error {
  readonly status: number
  readonly body: ErrorCollection

  constructor(status: number, body: ErrorCollection) {
    super([...body.errorMessages, ...Object.values(body.errors)].join(' '))
    this.status = status
    this.body = body
  }
}

export function refuse(status: number, ...errorMessages: string[]): Refusal {
  return new Refusal(status, { errorMessages, errors: {} })
}

export function refuseFields(errors: Readonly<Record<string, string>>): Refusal {
  return new Refusal(400, { errorMessages: [], errors })
}

export const invalidPayload = 'Invalid request payload. Refer to the REST API documentation and try again.'

export function issueNotFound(): Refusal {
  return refuse(404, 'Issue does not exist or you do not have permission to see it.')
}

export function notAuthenticated(): Refusal {
  return refuse(401, 'Client must be authenticated to access this resource.')
}
