import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Outlet } from 'react-router'
import { LiveFeedContext, openLiveFeed, type LiveFeed } from '../api/live-feed.ts'
import { Navigation } from './navigation.tsx'
import { TopBar } from './top-bar.tsx'
import classes from './shell.module.css'

/** What surrounds every page: the rail, the bar, and the line on which live events come. */
export function Shell() {
  const feed = useFeed()
  return (
    <LiveFeedContext value={feed}>
      <a className={classes['skip']} href="#content">
        Skip to content
      </a>
      <div className={classes['shell']}>
        <Navigation />
        <div className={classes['column']}>
          <TopBar />
          <main id="content" className={classes['content']} tabIndex={-1}>
            <Outlet />
          </main>
        </div>
      </div>
    </LiveFeedContext>
  )
}

/** After an interruption everything on the page is read again: events are lost while nobody listens. */
function useFeed(): LiveFeed | null {
  const client = useQueryClient()
  const [feed, setFeed] = useState<LiveFeed | null>(null)
  useEffect(() => {
    const opened = openLiveFeed()
    let wasInterrupted = false
    opened.onState(() => {
      if (opened.state() === 'live' && wasInterrupted) void client.invalidateQueries()
      wasInterrupted = opened.state() === 'interrupted'
    })
    setFeed(opened)
    return opened.close
  }, [client])
  return feed
}
