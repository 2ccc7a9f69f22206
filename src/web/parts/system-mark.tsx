import { BoardIcon, CloudIcon, PlugIcon } from './icons.tsx'
import classes from './system-mark.module.css'

const marks = { salesforce: CloudIcon, jira: BoardIcon }

/** What kind of system it is, at a glance. */
export function SystemMark({ kind }: { readonly kind: string }) {
  const Mark = isKnown(kind) ? marks[kind] : PlugIcon
  return (
    <span className={classes['mark']} data-kind={kind}>
      <Mark size={18} />
    </span>
  )
}

function isKnown(kind: string): kind is keyof typeof marks {
  return Object.hasOwn(marks, kind)
}
