import { useSyncExternalStore } from 'react'
import { formatAge, formatExact } from './format.ts'

const tickMs = 5_000

/** The time, anew every few seconds, the same for everything on the page. */
export function useNow(): Date {
  return new Date(useSyncExternalStore(subscribe, () => Math.floor(Date.now() / tickMs) * tickMs + tickMs))
}

function subscribe(listener: () => void): () => void {
  const timer = setInterval(listener, tickMs)
  return () => clearInterval(timer)
}

/** How long ago something happened; the exact time on hover and for machines. */
export function Age({ at }: { readonly at: string }) {
  const now = useNow()
  return (
    <time dateTime={at} title={formatExact(at)}>
      {formatAge(at, now)}
    </time>
  )
}
