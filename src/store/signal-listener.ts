import pg from 'pg'

export interface SignalListener {
  close(): Promise<void>
}

export interface ListenerNeeds {
  readonly url: string
  readonly channel: string
  readonly onNotification: (payload: string) => void
  /** After each connection, also each that replaces a broken one: something may have been missed. */
  readonly onConnected: () => void
}

const RECONNECT_MS = 500

/** LISTEN on a connection of its own, made again whenever it breaks. */
export async function listenForSignals(needs: ListenerNeeds): Promise<SignalListener> {
  let isClosed = false
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined

  /** A connection that breaks while it is set up reports twice. */
  const connectLater = () => {
    if (isClosed || timer !== undefined) return
    timer = setTimeout(() => {
      timer = undefined
      void connect().catch(connectLater)
    }, RECONNECT_MS)
  }

  const connect = async () => {
    client = new pg.Client({ connectionString: needs.url, application_name: 'crosstie-listen', keepAlive: true })
    client.on('error', () => undefined)
    client.on('end', connectLater)
    client.on('notification', ({ payload }) => needs.onNotification(payload ?? ''))
    await client.connect()
    await client.query(`listen ${needs.channel}`)
    needs.onConnected()
  }

  const close = async () => {
    isClosed = true
    clearTimeout(timer)
    await client?.end()
  }

  try {
    await connect()
  } catch (error) {
    await close()
    throw error
  }
  return { close }
}
