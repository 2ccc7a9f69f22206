import { Navigate, Route, Routes, useLocation } from 'react-router'
import { useSession } from './api/session.ts'
import { ActivityPage } from './activity/activity-page.tsx'
import { DashboardPage } from './dashboard/dashboard-page.tsx'
import { FullPage, Splash } from './parts/full-page.tsx'
import { ErrorPanel } from './parts/error-panel.tsx'
import { NotFoundPage } from './not-found-page.tsx'
import { Shell } from './shell/shell.tsx'
import { FirstRunPage } from './sign-in/first-run-page.tsx'
import { LinkSignInPage } from './sign-in/link-sign-in-page.tsx'
import { SignInPage } from './sign-in/sign-in-page.tsx'

/** Shows who is not signed in the way in, and everybody else the app. */
export function App() {
  const session = useSession()
  const { pathname, hash } = useLocation()
  const token = hash.slice(1)

  if (pathname === '/sign-in' && token) return <LinkSignInPage key={token} token={token} />
  if (session.isPending) return <Splash />
  if (session.isError) {
    return (
      <FullPage>
        <ErrorPanel error={session.error} onRetry={() => void session.refetch()} />
      </FullPage>
    )
  }
  if (session.data.person) return <SignedInRoutes />
  if (session.data.firstRun) return <FirstRunPage key={token} token={pathname === '/first-run' ? token : ''} />
  return <SignInPage />
}

function SignedInRoutes() {
  return (
    <Routes>
      <Route element={<Shell />}>
        <Route index element={<DashboardPage />} />
        <Route path="activity/:id?" element={<ActivityPage />} />
        <Route path="sign-in" element={<Navigate to="/" replace />} />
        <Route path="first-run" element={<Navigate to="/" replace />} />
        <Route path="*" element={<NotFoundPage />} />
      </Route>
    </Routes>
  )
}
