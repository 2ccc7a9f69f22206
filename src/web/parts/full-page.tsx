import { Loader } from '@mantine/core'
import type { ReactNode } from 'react'
import { Logo } from './logo.tsx'
import classes from './full-page.module.css'

/** A page of its own, without the shell: the way in, and what goes wrong there. */
export function FullPage({ children }: { readonly children: ReactNode }) {
  return (
    <main className={classes['page']}>
      <div className={classes['brand']}>
        <Logo size={30} />
        <span>Crosstie</span>
      </div>
      <div className={classes['card']}>{children}</div>
      <p className={classes['foot']}>Keeps Salesforce records and Jira issues in step.</p>
    </main>
  )
}

export function Splash() {
  return (
    <main className={classes['page']} aria-busy="true">
      <Loader size="sm" aria-label="Loading Crosstie" />
    </main>
  )
}
