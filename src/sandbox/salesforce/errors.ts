/** One entry of Salesforce's error array; `fields` is left out where the real reply has none. */
export interface ErrorBody {
  readonly message: string
  readonly errorCode: string
  readonly fields?: readonly string[]
}

/** A refusal in the words of the API. Single-record calls answer with its status, collections put it into a row. */
export class ApiError extends Error {
  readonly status: number
  readonly errorCode: string
  readonly fields: readonly string[] | undefined

  constructor(status: number, errorCode: string, message: string, fields?: readonly string[]) {
    super(message)
    this.status = status
    this.errorCode = errorCode
    this.fields = fields
  }
}

export function errorBody({ message, errorCode, fields }: ApiError): ErrorBody {
  return fields ? { message, errorCode, fields } : { message, errorCode }
}

export const refused = (errorCode: string, message: string, fields?: readonly string[]) =>
  new ApiError(400, errorCode, message, fields)

export const notFound = () => new ApiError(404, 'NOT_FOUND', 'The requested resource does not exist')

export const notThere = (what: string) =>
  new ApiError(404, 'NOT_FOUND', `Provided external ID field does not exist or is not accessible: ${what}`)

export const entityIsDeleted = () => new ApiError(404, 'ENTITY_IS_DELETED', 'entity is deleted', [])

export const sessionInvalid = () => new ApiError(401, 'INVALID_SESSION_ID', 'Session expired or invalid')

export const rowLocked = (id: string) =>
  new ApiError(500, 'UNABLE_TO_LOCK_ROW', `unable to obtain exclusive access to this record or 1 records: ${id}`, [])

export const dailyLimit = () => new ApiError(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.')

export const concurrentLimit = () =>
  new ApiError(403, 'REQUEST_LIMIT_EXCEEDED', 'ConcurrentPerOrgLongTxn Limit exceeded.')
