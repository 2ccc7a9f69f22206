import { Button, Popover, Textarea } from '@mantine/core'
import { useState, type SyntheticEvent } from 'react'
import type { WorkflowCard } from '../../api/dashboard.ts'
import { activateWorkflow, pauseWorkflow, pollWorkflow } from '../../api/workflows.ts'
import { useMay } from '../api/session.ts'
import { PauseIcon, PlayIcon, RefreshIcon } from '../parts/icons.tsx'
import { useWorkflowCall } from './use-workflow-call.ts'
import classes from './workflow-panel.module.css'

/** What an operator does with a workflow; viewers do not see it. */
export function WorkflowButtons({ workflow: { id, name, state } }: { readonly workflow: WorkflowCard }) {
  const mayOperate = useMay('operator')
  const poll = useWorkflowCall(pollWorkflow, `Both sides of ${name} are being polled.`)
  const activate = useWorkflowCall(activateWorkflow, `${name} is active.`)
  if (!mayOperate) return null
  return (
    <div className={classes['buttons']}>
      {state.kind === 'active' ? (
        <>
          <Button
            variant="default"
            size="xs"
            leftSection={<RefreshIcon size={15} />}
            loading={poll.isPending}
            onClick={() => poll.mutate({ id })}
          >
            Poll now
          </Button>
          <PauseButton id={id} name={name} />
        </>
      ) : (
        <Button
          size="xs"
          leftSection={<PlayIcon size={15} />}
          loading={activate.isPending}
          onClick={() => activate.mutate({ id })}
        >
          Activate
        </Button>
      )}
    </div>
  )
}

function PauseButton({ id, name }: { readonly id: string; readonly name: string }) {
  const [opened, setOpened] = useState(false)
  const [reason, setReason] = useState('')
  const pause = useWorkflowCall(pauseWorkflow, `${name} is paused. Changes are still noted and wait.`)

  function submit(event: SyntheticEvent): void {
    event.preventDefault()
    pause.mutate({ id, reason }, { onSuccess: () => setOpened(false) })
  }

  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={300} trapFocus withRoles>
      <Popover.Target>
        <Button variant="default" size="xs" leftSection={<PauseIcon size={15} />} onClick={() => setOpened(!opened)}>
          Pause
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={`Pause ${name}`}>
        <form className={classes['pauseForm']} onSubmit={submit}>
          <Textarea
            label="Why?"
            description="Shown to whoever finds it paused. Changes wait and are written when it is active again."
            required
            withAsterisk={false}
            autosize
            minRows={2}
            value={reason}
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
          />
          <Button type="submit" size="xs" loading={pause.isPending}>
            Pause the workflow
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}
