import { Skeleton } from '@mantine/core'
import { readExchange, type ExchangeSummary } from '../../api/exchanges.ts'
import { useEndpoint } from '../api/use-endpoint.ts'
import { CodeBlock } from '../parts/code-block.tsx'
import { ErrorPanel } from '../parts/error-panel.tsx'
import { prettyBody } from './pretty-body.ts'
import classes from './exchange-list.module.css'

/** Headers and bodies both ways, as kept: without secrets, long bodies cut. */
export function ExchangeDetail({ exchange }: { readonly exchange: ExchangeSummary }) {
  const { data, error, refetch } = useEndpoint(
    readExchange,
    { id: exchange.id },
    { staleTime: Number.POSITIVE_INFINITY },
  )
  if (error) return <ErrorPanel error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton height={120} aria-label="Loading the exchange" />
  return (
    <div className={classes['detail']}>
      {exchange.operations > 1 && <p className={classes['note']}>One call for {exchange.operations} operations.</p>}
      {exchange.error !== null && <p className={classes['error']}>{exchange.error}</p>}
      <CodeBlock text={`${exchange.method} ${exchange.url}`} label="address" />
      <Message title="Request" headers={data.requestHeaders} body={data.requestBody} />
      <Message title="Response" headers={data.responseHeaders} body={data.responseBody} />
    </div>
  )
}

interface MessageProps {
  readonly title: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
}

function Message({ title, headers, body }: MessageProps) {
  const entries = Object.entries(headers)
  return (
    <section aria-label={title}>
      <h4 className={classes['title']}>{title}</h4>
      <details className={classes['headers']}>
        <summary>
          {entries.length} {entries.length === 1 ? 'header' : 'headers'}
        </summary>
        <dl>
          {entries.map(([name, value]) => (
            <Header key={name} name={name} value={value} />
          ))}
        </dl>
      </details>
      {body === null || body === '' ? (
        <p className={classes['note']}>No body.</p>
      ) : (
        <CodeBlock text={prettyBody(body)} label={`${title.toLowerCase()} body`} />
      )}
    </section>
  )
}

function Header({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  )
}
