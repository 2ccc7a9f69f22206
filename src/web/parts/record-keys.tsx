import type { RecordLink } from '../../api/operations.ts'
import { BothWaysIcon, ExternalIcon } from './icons.tsx'
import classes from './record-keys.module.css'

export interface RecordKeysProps {
  readonly left: RecordLink | null
  readonly right: RecordLink | null
}

/** Both records of a pair by what people call them, each opening in its own system. */
export function RecordKeys({ left, right }: RecordKeysProps) {
  return (
    <span className={classes['keys']}>
      <RecordKey record={left} />
      <span className={classes['tie']}>
        <BothWaysIcon size={13} />
      </span>
      <RecordKey record={right} />
    </span>
  )
}

export function RecordKey({ record }: { readonly record: RecordLink | null }) {
  if (!record) return <span className={classes['none']}>none yet</span>
  if (record.url === null) return <span className={classes['plain']}>{record.key}</span>
  return (
    <a className={classes['key']} href={record.url} target="_blank" rel="noreferrer">
      {record.key}
      <ExternalIcon size={12} />
      <span className={classes['hidden']}> (opens in a new tab)</span>
    </a>
  )
}
