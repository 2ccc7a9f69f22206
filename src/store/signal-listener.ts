import pg from 'pg'

export interface SignalListener {
  close(): Promise<void>
}

interface ListenerNeeds {
  readonly url: string
  readonly channel: string
  readonly onNotification: (payload: string) => void
  /** Something may have been missed: called after each (re)connection. */
  readonly onConnected: () => void
}

const RECONNECT_MS = 1000

/** LISTEN on a connection of its own, made again whenever it breaks. */
export async function listenForSignals(needs: ListenerNeeds): Promise<SignalListener> {
  let isClosed = false
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined

  const again = () => {
    client = undefined
    if (!isClosed) timer = setTimeout(() => void connect().catch(again), RECONNECT_MS)
  }

  const connect = async () => {
    const fresh = new pg.Client({ connectionString: needs.url, application_name: 'crosstie-listen', keepAlive: true })
    fresh.on('error', () => undefined)
    await fresh.connect()
    client = fresh
    fresh.once('end', again)
    fresh.on('notification', ({ payload }) => needs.onNotification(payload ?? ''))
    await fresh.query(`listen ${needs.channel}`)
    needs.onConnected()
  }

  const close = async () => {
    isClosed = true
    clearTimeout(timer)
    await client?.end()
  }

  await connect()
  return { close }
}
