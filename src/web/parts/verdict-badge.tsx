import type { Verdict } from '../../api/operations.ts'
import classes from './verdict-badge.module.css'

export const verdictNames: Readonly<Record<Verdict, string>> = {
  created: 'Created',
  updated: 'Updated',
  unchanged: 'Unchanged',
  filtered: 'Filtered',
  waiting: 'Waiting',
  attention: 'Needs attention',
  retrying: 'Retrying',
}

const tones: Readonly<Record<Verdict, string>> = {
  created: 'good',
  updated: 'info',
  unchanged: 'quiet',
  filtered: 'quiet',
  waiting: 'warn',
  attention: 'bad',
  retrying: 'warn',
}

export function VerdictBadge({ verdict }: { readonly verdict: Verdict }) {
  return <Tag tone={tones[verdict]}>{verdictNames[verdict]}</Tag>
}

/** A small coloured word; the colour only repeats what the word says. */
export function Tag({ tone = 'quiet', children }: { readonly tone?: string | undefined; readonly children: string }) {
  return <span className={`${classes['tag']} ${classes[tone]}`}>{children}</span>
}
