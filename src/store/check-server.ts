import pg from 'pg'
import { StartError } from './start-error.ts'

const OLDEST_MAJOR = 15

/** One login, to say what is wrong with a database address before a pool tries and tries. */
export async function checkServer(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const answer = await client.query<{ server_version_num: string }>('show server_version_num')
    refuseOldMajor(Math.floor(Number(answer.rows[0]?.server_version_num) / 10_000))
  } catch (error) {
    throw error instanceof StartError ? error : explain(error, placeOf(url))
  } finally {
    await client.end().catch(() => undefined)
  }
}

export function refuseOldMajor(major: number): void {
  if (major >= OLDEST_MAJOR) return
  throw new StartError(
    `The database is PostgreSQL ${major}; Crosstie needs PostgreSQL ${OLDEST_MAJOR} or newer.`,
    'Upgrade the server, or unset DATABASE_URL to use the PostgreSQL that Crosstie brings along.',
  )
}

/** Host, port and database of an address: what may be shown of it. */
function placeOf(url: string): string {
  const parsed = URL.parse(url)
  return parsed === null ? 'DATABASE_URL' : `${parsed.host}${parsed.pathname}`
}

/** Codes: https://www.postgresql.org/docs/current/errcodes-appendix.html */
function explain(error: unknown, place: string): StartError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const said = error instanceof Error ? error.message || code : String(error)
  if (code.startsWith('28')) {
    return new StartError(
      `The database at ${place} refused to let us in: ${said}.`,
      'Check user name and password in DATABASE_URL.',
      error,
    )
  }
  if (code === '3D000') {
    return new StartError(
      `There is no such database at ${place}.`,
      'Create it (createdb), or correct the name in DATABASE_URL.',
      error,
    )
  }
  return new StartError(
    `The database at ${place} cannot be reached: ${said}.`,
    'Check that PostgreSQL runs there and that DATABASE_URL names the right host and port.',
    error,
  )
}
