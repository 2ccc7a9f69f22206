import classes from './meter.module.css'

export interface MeterProps {
  /** Between 0 and 1. */
  readonly share: number
  readonly tone: 'good' | 'warn' | 'bad' | 'info'
}

/** A thin bar beside a number that says the same; not for screen readers. */
export function Meter({ share, tone }: MeterProps) {
  const width = `${Math.min(1, Math.max(0, share)) * 100}%`
  return (
    <div className={classes['track']} aria-hidden="true">
      <div className={classes['bar']} data-tone={tone} style={{ width }} />
    </div>
  )
}
