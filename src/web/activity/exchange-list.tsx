import { Accordion, Skeleton } from '@mantine/core'
import { useState } from 'react'
import { listExchanges, type ExchangeSummary } from '../../api/exchanges.ts'
import { useEndpoint } from '../api/use-endpoint.ts'
import { EmptyState } from '../parts/empty-state.tsx'
import { ErrorPanel } from '../parts/error-panel.tsx'
import { formatDuration } from '../parts/format.ts'
import { ExchangeDetail } from './exchange-detail.tsx'
import classes from './exchange-list.module.css'

/** The HTTP calls that this operation took part in; each opens to its headers and bodies. */
export function ExchangeList({ operationId }: { readonly operationId: string }) {
  const { data, error, refetch } = useEndpoint(listExchanges, { id: operationId })
  const [opened, setOpened] = useState<readonly string[]>([])
  if (error) return <ErrorPanel error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton height={160} aria-label="Loading the HTTP exchanges" />
  if (data.exchanges.length === 0) {
    return <EmptyState title="No HTTP exchanges">This run made no call, or their time of keeping is over.</EmptyState>
  }
  return (
    <Accordion multiple variant="contained" value={[...opened]} onChange={setOpened} order={3}>
      {data.exchanges.map((exchange) => (
        <Accordion.Item key={exchange.id} value={exchange.id}>
          <Accordion.Control>
            <ExchangeLine exchange={exchange} />
          </Accordion.Control>
          <Accordion.Panel>{opened.includes(exchange.id) && <ExchangeDetail exchange={exchange} />}</Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  )
}

function ExchangeLine({
  exchange: { method, url, status, durationMs, system },
}: {
  readonly exchange: ExchangeSummary
}) {
  return (
    <span className={classes['line']}>
      <span className={classes['status']} data-tone={toneOf(status)}>
        {status ?? 'none'}
      </span>
      <span className={classes['method']}>{method}</span>
      <span className={classes['path']} title={url}>
        {pathOf(url)}
      </span>
      <span className={classes['muted']}>{system}</span>
      <span className={classes['muted']}>{formatDuration(durationMs)}</span>
    </span>
  )
}

function toneOf(status: number | null): string {
  if (status === null || status >= 500) return 'bad'
  return status >= 400 ? 'warn' : 'good'
}

function pathOf(url: string): string {
  if (!URL.canParse(url)) return url
  const { pathname, search } = new URL(url)
  return decodeURI(pathname + search)
}
