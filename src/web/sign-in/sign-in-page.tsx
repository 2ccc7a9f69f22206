import { Alert, Button, PasswordInput, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState, type SyntheticEvent } from 'react'
import { signIn } from '../../api/session.ts'
import { ApiError, call } from '../api/call.ts'
import { useEnterSession } from '../api/session.ts'
import { FullPage } from '../parts/full-page.tsx'
import classes from './sign-in.module.css'

export function SignInPage() {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const enter = useMutation({ mutationFn: () => call(signIn, { email, password }), onSuccess: useEnterSession() })

  function submit(event: SyntheticEvent): void {
    event.preventDefault()
    enter.mutate()
  }

  return (
    <FullPage>
      <title>Sign in · Crosstie</title>
      <h1 className={classes['title']}>Sign in</h1>
      <p className={classes['intro']}>With the account that your administrator made for you.</p>
      <form className={classes['form']} onSubmit={submit}>
        {enter.error && <Refused error={enter.error} />}
        <TextInput
          label="E-mail address"
          type="email"
          autoComplete="username"
          required
          withAsterisk={false}
          autoFocus
          value={email}
          onChange={({ currentTarget }) => setEmail(currentTarget.value)}
        />
        <PasswordInput
          label="Password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={({ currentTarget }) => setPassword(currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
        />
        <Button type="submit" fullWidth loading={enter.isPending} mt={4}>
          Sign in
        </Button>
      </form>
    </FullPage>
  )
}

export function Refused({ error }: { readonly error: Error }) {
  return (
    <Alert color="red" role="alert" title={error.message} variant="light">
      {error instanceof ApiError ? error.hint : null}
    </Alert>
  )
}
