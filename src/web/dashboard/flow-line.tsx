import type { Flow } from '../../api/dashboard.ts'
import { Age, useNow } from '../parts/age.tsx'
import { formatNumber, formatTime } from '../parts/format.ts'
import classes from './workflow-panel.module.css'

/** One direction: what went along it in 24 hours, and how far its polling has come. */
export function FlowLine({ flow }: { readonly flow: Flow }) {
  return (
    <li className={classes['flow']} data-from={flow.from}>
      <div className={classes['flowHead']}>
        <span className={classes['flowName']}>{flow.name}</span>
        <Counts flow={flow} />
      </div>
      <div className={classes['arrow']} aria-hidden="true" />
      <p className={classes['poll']}>
        <Polling flow={flow} />
      </p>
    </li>
  )
}

function Counts({ flow: { created, updated, attention } }: { readonly flow: Flow }) {
  const counts = [
    { count: created, word: 'created', tone: 'good' },
    { count: updated, word: 'updated', tone: 'info' },
    { count: attention, word: 'to attention', tone: 'bad' },
  ].filter(({ count }) => count > 0)
  if (counts.length === 0) return <span className={classes['counts']}>nothing in 24 hours</span>
  return (
    <span className={classes['counts']}>
      {counts.map(({ count, word, tone }) => (
        <span key={word} data-tone={tone}>
          <strong>{formatNumber(count)}</strong> {word}
        </span>
      ))}
    </span>
  )
}

function Polling({ flow: { lastPollAt, covered, failure } }: { readonly flow: Flow }) {
  const now = useNow()
  if (failure !== null) return <span className={classes['failure']}>The last poll failed: {failure}</span>
  if (lastPollAt === null) return 'Not polled yet'
  return (
    <>
      Polled <Age at={lastPollAt} />
      {covered && `, covered until ${formatTime(covered.to, now)}`}
    </>
  )
}
