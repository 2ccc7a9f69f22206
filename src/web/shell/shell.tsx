import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Outlet } from 'react-router'
import { createLiveFeed, LiveFeedContext, type LiveFeed } from '../api/live-feed.ts'
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

/** Each time the line opens, everything on the page is read again: events are lost while nobody listens. */
function useFeed(): LiveFeed {
  const client = useQueryClient()
  const [feed] = useState(createLiveFeed)
  useEffect(() => {
    const forget = feed.onState(() => {
      if (feed.state() === 'live') void client.invalidateQueries()
    })
    const close = feed.connect()
    return () => {
      close()
      forget()
    }
  }, [client, feed])
  return feed
}
