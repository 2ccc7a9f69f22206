import { Button } from '@mantine/core'
import { ApiError } from '../api/call.ts'
import { AlertIcon, RefreshIcon } from './icons.tsx'
import classes from './states.module.css'

export interface ErrorPanelProps {
  readonly error: Error
  readonly onRetry?: () => void
}

/** What went wrong and what to do, in the server's own words. */
export function ErrorPanel({ error, onRetry }: ErrorPanelProps) {
  const hint = error instanceof ApiError ? error.hint : 'Reload the page and try again.'
  return (
    <div className={classes['state']} role="alert">
      <span className={classes['bad']}>
        <AlertIcon size={22} />
      </span>
      <p className={classes['title']}>{error instanceof ApiError ? error.message : 'This page could not be shown.'}</p>
      {hint && <p className={classes['text']}>{hint}</p>}
      {onRetry && (
        <Button variant="default" size="xs" leftSection={<RefreshIcon size={15} />} onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  )
}
