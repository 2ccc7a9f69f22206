import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState, type SyntheticEvent } from 'react'
import { useNavigate } from 'react-router'
import { createFirstAdmin, passwordLengthMin } from '../../api/first-admin.ts'
import { ApiError, call } from '../api/call.ts'
import { useEnterSession } from '../api/session.ts'
import { Refused } from './sign-in-page.tsx'
import classes from './sign-in.module.css'

export function FirstAdminForm({ token }: { readonly token: string }) {
  const [draft, setDraft] = useState({ name: '', email: '', password: '' })
  const enterSession = useEnterSession()
  const navigate = useNavigate()
  const create = useMutation({
    mutationFn: () => call(createFirstAdmin, { ...draft, token }),
    onSuccess: (session) => {
      enterSession(session)
      void navigate('/', { replace: true })
    },
  })
  const problems = create.error instanceof ApiError ? create.error.fields : {}

  function field(name: keyof typeof draft) {
    return {
      value: draft[name],
      error: problems[name],
      required: true,
      withAsterisk: false,
      onChange: (event: { currentTarget: { value: string } }) =>
        setDraft({ ...draft, [name]: event.currentTarget.value }),
    }
  }

  function submit(event: SyntheticEvent): void {
    event.preventDefault()
    create.mutate()
  }

  return (
    <>
      <p className={classes['intro']}>Make the first administrator: that is you. Others can be invited later.</p>
      <form className={classes['form']} onSubmit={submit} noValidate>
        {create.error && Object.keys(problems).length === 0 && <Refused error={create.error} />}
        <TextInput label="Name" autoComplete="name" autoFocus {...field('name')} />
        <TextInput label="E-mail address" type="email" autoComplete="username" {...field('email')} />
        <PasswordInput
          label="Password"
          description={`At least ${passwordLengthMin} characters. A few words are easier than symbols.`}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
          {...field('password')}
        />
        <Button type="submit" fullWidth loading={create.isPending} mt={4}>
          Make the administrator
        </Button>
      </form>
    </>
  )
}
