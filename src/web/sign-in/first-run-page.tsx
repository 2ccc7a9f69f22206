import { FullPage } from '../parts/full-page.tsx'
import { FirstAdminForm } from './first-admin-form.tsx'
import classes from './sign-in.module.css'

/** The first start: with the printed link the form, without it where to find the link. */
export function FirstRunPage({ token }: { readonly token: string }) {
  return (
    <FullPage>
      <title>Welcome · Crosstie</title>
      <h1 className={classes['title']}>Welcome to Crosstie</h1>
      {token ? <FirstAdminForm token={token} /> : <WhereTheLinkIs />}
    </FullPage>
  )
}

function WhereTheLinkIs() {
  return (
    <>
      <p className={classes['intro']}>
        Nobody can sign in yet. To make sure that the first administrator is you, open the link that only whoever
        started Crosstie can see.
      </p>
      <ol className={classes['steps']}>
        <li>Go to the terminal or the log where Crosstie was started.</li>
        <li>
          <span>
            Find the one-time link: it has <code>/first-run#</code> or <code>/sign-in#</code> in it.
          </span>
        </li>
        <li>Open it in this browser. It works once, within an hour; starting Crosstie again prints a new one.</li>
      </ol>
    </>
  )
}
