import { Avatar, Menu, Text, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { signOut } from '../../api/session.ts'
import { call } from '../api/call.ts'
import { useSession } from '../api/session.ts'
import { SignOutIcon } from '../parts/icons.tsx'
import classes from './top-bar.module.css'

export function UserMenu() {
  const person = useSession().data?.person
  const client = useQueryClient()
  const navigate = useNavigate()
  const leave = useMutation({
    mutationFn: () => call(signOut, {}),
    onSuccess: () => {
      void navigate('/')
      return client.resetQueries()
    },
  })
  if (!person) return null
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <UnstyledButton className={classes['account'] ?? ''}>
          <Avatar name={person.name} size={30} color="rail" variant="filled" aria-hidden="true" />
          <VisuallyHidden>{`Account of ${person.name}`}</VisuallyHidden>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label component="div">
          <Text size="sm" fw={600} c="var(--text)">
            {person.name}
          </Text>
          <Text size="xs" c="dimmed">
            {person.email ?? 'Signed in by a one-time link'} · {person.role}
          </Text>
        </Menu.Label>
        <Menu.Divider />
        <Menu.Item leftSection={<SignOutIcon size={16} />} onClick={() => leave.mutate()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
