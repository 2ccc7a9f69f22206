import { useFeedState } from '../api/live-feed.ts'
import { Logo } from '../parts/logo.tsx'
import { ColorSchemeToggle } from './color-scheme-toggle.tsx'
import { EnvironmentMark } from './environment-mark.tsx'
import { HealthMark } from './health-mark.tsx'
import { UserMenu } from './user-menu.tsx'
import classes from './top-bar.module.css'

export function TopBar() {
  const feed = useFeedState()
  return (
    <header className={classes['bar']}>
      <span className={classes['brand']}>
        <Logo size={22} />
      </span>
      <EnvironmentMark />
      <HealthMark />
      <span className={classes['feed']} role="status">
        {feed === 'interrupted' ? 'Reconnecting to the server…' : ''}
      </span>
      <ColorSchemeToggle />
      <UserMenu />
    </header>
  )
}
