import type { ReactNode } from 'react'
import classes from './states.module.css'

export interface EmptyStateProps {
  readonly title: string
  readonly icon?: ReactNode
  readonly action?: ReactNode
  readonly children?: ReactNode
}

/** Says why there is nothing here, and what to do next. */
export function EmptyState({ title, icon, action, children }: EmptyStateProps) {
  return (
    <div className={classes['state']}>
      {icon && <span className={classes['icon']}>{icon}</span>}
      <p className={classes['title']}>{title}</p>
      {children && <div className={classes['text']}>{children}</div>}
      {action}
    </div>
  )
}
