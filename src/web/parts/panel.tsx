import { useId, type ReactNode } from 'react'
import classes from './panel.module.css'

export interface PanelProps {
  readonly title: string
  readonly note?: ReactNode
  readonly actions?: ReactNode
  /** The content reaches the edges. */
  readonly flush?: boolean
  readonly children: ReactNode
}

/** A titled card. */
export function Panel({ title, note, actions, flush = false, children }: PanelProps) {
  const titleId = useId()
  return (
    <section className={classes['panel']} aria-labelledby={titleId}>
      <header className={classes['head']}>
        <h2 id={titleId} className={classes['title']}>
          {title}
        </h2>
        {note && <span className={classes['note']}>{note}</span>}
        {actions && <div className={classes['actions']}>{actions}</div>}
      </header>
      <div className={flush ? classes['flush'] : classes['body']}>{children}</div>
    </section>
  )
}
