import { Button } from '@mantine/core'
import { Link } from 'react-router'
import { EmptyState } from './parts/empty-state.tsx'
import { Page } from './parts/page.tsx'

export function NotFoundPage() {
  return (
    <Page title="Not found">
      <EmptyState
        title="There is no page at this address"
        action={
          <Button component={Link} to="/" variant="default">
            Go to the dashboard
          </Button>
        }
      >
        The link may be old, or a letter got lost on the way.
      </EmptyState>
    </Page>
  )
}
