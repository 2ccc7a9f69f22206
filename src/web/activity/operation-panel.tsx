import { ActionIcon, Skeleton, Tabs, Tooltip } from '@mantine/core'
import { useSearchParams } from 'react-router'
import { readOperation, type Operation } from '../../api/operations.ts'
import { useEndpoint } from '../api/use-endpoint.ts'
import { ErrorPanel } from '../parts/error-panel.tsx'
import { CloseIcon } from '../parts/icons.tsx'
import { ExchangeList } from './exchange-list.tsx'
import { OperationHead } from './operation-head.tsx'
import { OverviewTab } from './overview-tab.tsx'
import { PairHistory } from './pair-history.tsx'
import { PayloadTab } from './payload-tab.tsx'
import classes from './operation-panel.module.css'

export interface OperationPanelProps {
  readonly id: string
  readonly onClose: () => void
}

/** One operation, from what was collected to what was settled. */
export function OperationPanel({ id, onClose }: OperationPanelProps) {
  const { data: operation, error, refetch } = useEndpoint(readOperation, { id })
  return (
    <section className={classes['panel']} aria-label="Operation" tabIndex={0}>
      <Tooltip label="Close (Esc)">
        <ActionIcon
          className={classes['close'] ?? ''}
          variant="subtle"
          color="gray"
          aria-label="Close"
          onClick={onClose}
        >
          <CloseIcon />
        </ActionIcon>
      </Tooltip>
      {operation ? (
        <>
          <OperationHead operation={operation} />
          <OperationTabs operation={operation} />
        </>
      ) : error ? (
        <ErrorPanel error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </section>
  )
}

function OperationTabs({ operation }: { readonly operation: Operation }) {
  const [query, setQuery] = useSearchParams()

  function show(tab: string | null): void {
    const next = new URLSearchParams(query)
    if (tab === null || tab === 'overview') next.delete('tab')
    else next.set('tab', tab)
    setQuery(next, { replace: true })
  }

  return (
    <Tabs value={query.get('tab') ?? 'overview'} onChange={show} keepMounted={false} className={classes['tabs'] ?? ''}>
      <Tabs.List className={classes['tabList'] ?? ''}>
        <Tabs.Tab value="overview">Overview</Tabs.Tab>
        <Tabs.Tab value="payloads">Payloads</Tabs.Tab>
        <Tabs.Tab value="http">HTTP</Tabs.Tab>
        <Tabs.Tab value="history">History</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="overview" className={classes['tab'] ?? ''}>
        <OverviewTab operation={operation} />
      </Tabs.Panel>
      <Tabs.Panel value="payloads" className={classes['tab'] ?? ''}>
        <PayloadTab stages={operation.stages} />
      </Tabs.Panel>
      <Tabs.Panel value="http" className={classes['tab'] ?? ''}>
        <ExchangeList operationId={operation.id} />
      </Tabs.Panel>
      <Tabs.Panel value="history" className={classes['tab'] ?? ''}>
        <PairHistory operation={operation} />
      </Tabs.Panel>
    </Tabs>
  )
}

function Loading() {
  return (
    <div className={classes['loading']} aria-busy="true" aria-label="Loading the operation">
      <Skeleton height={22} width="70%" />
      <Skeleton height={16} width="40%" />
      <Skeleton height={220} />
    </div>
  )
}
