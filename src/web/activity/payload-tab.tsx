import type { Stage } from '../../api/operations.ts'
import { EmptyState } from '../parts/empty-state.tsx'
import { CodeBlock } from '../parts/code-block.tsx'
import classes from './payload-tab.module.css'

/** What each stage took in or gave out, as stored. */
export function PayloadTab({ stages }: { readonly stages: readonly Stage[] }) {
  const detailed = stages.filter(({ detail }) => detail !== undefined && Object.keys(detail).length > 0)
  if (detailed.length === 0)
    return <EmptyState title="No payloads">Nothing was read or written in this run.</EmptyState>
  return (
    <div className={classes['payloads']}>
      {detailed.map(({ stage, at, detail, summary }) => (
        <div key={`${stage} ${at}`}>
          <h3 className={classes['title']}>{stage}</h3>
          <p className={classes['summary']}>{summary}</p>
          <CodeBlock text={JSON.stringify(detail, null, 2)} label={`payload of ${stage}`} />
        </div>
      ))}
    </div>
  )
}
