import { CopyText } from './copy-text.tsx'
import classes from './code-block.module.css'

export interface CodeBlockProps {
  readonly text: string
  /** What it is, for the copy button and screen readers. */
  readonly label: string
}

/** A text in fixed width that scrolls in itself and can be copied. */
export function CodeBlock({ text, label }: CodeBlockProps) {
  return (
    <div className={classes['block']}>
      <div className={classes['copy']}>
        <CopyText text={text} label={`Copy ${label}`} />
      </div>
      <pre className={classes['code']} tabIndex={0} role="region" aria-label={label}>
        {text}
      </pre>
    </div>
  )
}
