import type { ReactNode } from 'react'
import classes from './page.module.css'

export interface PageProps {
  readonly title: string
  readonly subtitle?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** A page inside the shell: its heading, and what it shows. */
export function Page({ title, subtitle, actions, children }: PageProps) {
  return (
    <div className={classes['page']}>
      <title>{`${title} · Crosstie`}</title>
      <header className={classes['head']}>
        <div className={classes['titles']}>
          <h1 className={classes['title']}>{title}</h1>
          {subtitle && <p className={classes['subtitle']}>{subtitle}</p>}
        </div>
        {actions}
      </header>
      {children}
    </div>
  )
}
