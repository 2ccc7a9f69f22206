import { z } from 'zod'
import classes from './value.module.css'

const shownMax = 140

/** A field's value as a person would read it: the name of a choice or person, the text of a document. */
export function Value({ value }: { readonly value: unknown }) {
  const text = textOfValue(value)
  if (text === '') return <span className={classes['empty']}>empty</span>
  if (text.length <= shownMax) return <span className={classes['value']}>{text}</span>
  return (
    <details className={classes['long']}>
      <summary>{text.slice(0, shownMax)}…</summary>
      <span className={classes['value']}>{text.slice(shownMax)}</span>
    </details>
  )
}

const Named = z.object({ name: z.string() })
const Text = z.object({ text: z.string() })

export function textOfValue(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.map(textOfValue).filter(Boolean).join(', ')
  if (typeof value === 'string') return value
  return Named.safeParse(value).data?.name ?? Text.safeParse(value).data?.text ?? JSON.stringify(value)
}
