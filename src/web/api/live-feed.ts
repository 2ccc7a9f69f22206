import { createContext, use, useEffect, useSyncExternalStore } from 'react'
import { eventsPath, LiveEvent } from '../../api/events.ts'
import type { OperationSummary } from '../../api/operations.ts'

export type FeedState = 'connecting' | 'live' | 'interrupted'
type Listener = (operations: readonly OperationSummary[]) => void

/** The server's live events. Reconnects by itself, and says when it did: what was told meanwhile is lost to it. */
export interface LiveFeed {
  readonly state: () => FeedState
  /** Calls back with new operations. Answers with the way to stop. */
  readonly onOperations: (listener: Listener) => () => void
  readonly onState: (listener: () => void) => () => void
  /** Opens the line. Answers with the way to close it. */
  readonly connect: () => () => void
}

const reopenMs = 3_000

export function createLiveFeed(): LiveFeed {
  const listeners = new Set<Listener>()
  const stateListeners = new Set<() => void>()
  let state: FeedState = 'connecting'

  function connect(): () => void {
    let reopening: ReturnType<typeof setTimeout> | undefined
    let source = open()

    function open(): EventSource {
      const opened = new EventSource(eventsPath)
      opened.onopen = () => enter('live')
      opened.onmessage = ({ data }) => tell(String(data))
      opened.onerror = () => {
        enter('interrupted')
        if (opened.readyState === EventSource.CLOSED) reopening = setTimeout(() => (source = open()), reopenMs)
      }
      return opened
    }

    return () => {
      clearTimeout(reopening)
      source.close()
    }
  }

  function tell(data: string): void {
    const { operations } = LiveEvent.parse(JSON.parse(data))
    for (const listener of listeners) listener(operations)
  }

  function enter(next: FeedState): void {
    state = next
    for (const listener of stateListeners) listener()
  }

  return {
    state: () => state,
    onOperations: (listener) => addTo(listeners, listener),
    onState: (listener) => addTo(stateListeners, listener),
    connect,
  }
}

function addTo<T>(set: Set<T>, member: T): () => void {
  set.add(member)
  return () => void set.delete(member)
}

export const LiveFeedContext = createContext<LiveFeed | null>(null)

export function useFeedState(): FeedState {
  const feed = use(LiveFeedContext)
  return useSyncExternalStore(feed?.onState ?? never, () => feed?.state() ?? 'connecting')
}

/** Calls back with new operations as they settle. */
export function useLiveOperations(listener: Listener): void {
  const feed = use(LiveFeedContext)
  useEffect(() => feed?.onOperations(listener), [feed, listener])
}

function never(): () => void {
  return () => undefined
}
