import { Anchor, Loader, VisuallyHidden } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Link, useNavigate } from 'react-router'
import { signInByLink } from '../../api/session.ts'
import { call } from '../api/call.ts'
import { useEnterSession } from '../api/session.ts'
import { ErrorPanel } from '../parts/error-panel.tsx'
import { FullPage } from '../parts/full-page.tsx'
import classes from './sign-in.module.css'

/** Trades the token of a one-time link for a session, and takes it out of the address. */
export function LinkSignInPage({ token }: { readonly token: string }) {
  const enterSession = useEnterSession()
  const navigate = useNavigate()
  const { mutate: redeem, error } = useMutation({
    mutationFn: () => call(signInByLink, { token }),
    onSuccess: (session) => {
      enterSession(session)
      void navigate('/', { replace: true })
    },
  })
  useEffect(() => redeem(), [redeem])

  return (
    <FullPage>
      <title>Signing in · Crosstie</title>
      <VisuallyHidden component="h1">Signing in</VisuallyHidden>
      {error ? (
        <>
          <ErrorPanel error={error} />
          <Anchor component={Link} to="/" className={classes['center']}>
            Go to Crosstie
          </Anchor>
        </>
      ) : (
        <div className={classes['waiting']} role="status">
          <Loader size="sm" />
          <p>Signing you in…</p>
        </div>
      )}
    </FullPage>
  )
}
