import { NavLink } from 'react-router'
import { useSystemStatus } from './system-status.ts'
import { ActivityIcon, DashboardIcon } from '../parts/icons.tsx'
import { Logo } from '../parts/logo.tsx'
import classes from './navigation.module.css'

const pages = [
  { to: '/', label: 'Dashboard', Icon: DashboardIcon },
  { to: '/activity', label: 'Activity', Icon: ActivityIcon },
]

/** The rail at the left; on narrow screens a bar at the bottom. */
export function Navigation() {
  const version = useSystemStatus().data?.version
  return (
    <nav className={classes['rail']} aria-label="Main">
      <NavLink className={classes['brand'] ?? ''} to="/" aria-label="Crosstie, to the dashboard">
        <Logo />
        <span>Crosstie</span>
      </NavLink>
      <ul className={classes['pages']}>
        {pages.map(({ to, label, Icon }) => (
          <li key={to}>
            <NavLink className={classes['link'] ?? ''} to={to} end={to === '/'}>
              <Icon />
              <span>{label}</span>
            </NavLink>
          </li>
        ))}
      </ul>
      {version && <p className={classes['version']}>Version {version}</p>}
    </nav>
  )
}
