import { connectEmbedded, startEmbedded } from '../store/embedded-postgres.ts'
import { openStore, type Store } from '../store/store.ts'
import { CommandError, EXIT } from './exit.ts'

export interface DatabasePlace {
  readonly dataDir: string
  readonly databaseUrl: string | undefined
}

/** Works on the database of an installation that is running; starts nothing. */
export async function withRunningStore<T>(place: DatabasePlace, work: (store: Store) => Promise<T>): Promise<T> {
  const url = place.databaseUrl ?? (await connectEmbedded(place))?.url
  if (url === undefined) {
    throw new CommandError(`No Crosstie is running with the data directory ${place.dataDir}.`, {
      exitCode: EXIT.unreachable,
      hint: 'Start it with "crosstie start", or name another place with --data or DATABASE_URL.',
    })
  }
  const store = await openStore({ url, poolSize: 2 }).catch((cause: unknown) => {
    throw unreachable(cause)
  })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

/** Brings the tables up to date, with the embedded PostgreSQL started for it if need be. */
export async function bringUpToDate(place: DatabasePlace): Promise<void> {
  const url = place.databaseUrl ?? (await connectEmbedded(place))?.url
  if (url !== undefined) return openAndClose(url)
  const embedded = await startEmbedded({ dataDir: place.dataDir })
  try {
    await openAndClose(embedded.url)
  } finally {
    await embedded.stop()
  }
}

async function openAndClose(url: string): Promise<void> {
  const store = await openStore({ url, poolSize: 1 })
  await store.close()
}

function unreachable(cause: unknown): CommandError {
  const hint = cause instanceof Error && 'hint' in cause ? String(cause.hint) : undefined
  const message = cause instanceof Error ? cause.message : String(cause)
  return new CommandError(message, { exitCode: EXIT.unreachable, cause, ...(hint ? { hint } : {}) })
}
