import type { Issue, SiteState } from './site.ts'

/** Lets the search learn of a new version of an issue, or of its end, once the lag is over. */
export function indexIssue(site: SiteState, id: string, issue: Issue | undefined): void {
  const now = site.clock.now().getTime()
  const entries = site.index.get(id) ?? []
  const seen = entries.findLastIndex(({ visibleAt }) => visibleAt <= now)
  const visibleAt = now + site.faults.indexLagMs
  site.index.set(id, [...entries.slice(Math.max(seen, 0)), { visibleAt, issue }])
}

/** The issues as search sees them: late by the lag, except those that the caller asked to be reconciled. */
export function indexedIssues(site: SiteState, reconciled: ReadonlySet<string>): readonly Issue[] {
  if (site.faults.indexLagMs === 0) return [...site.issues.values()]
  const now = site.clock.now().getTime()
  return [...site.index].flatMap(([id, entries]) => {
    const issue = reconciled.has(id)
      ? site.issues.get(id)
      : entries.findLast(({ visibleAt }) => visibleAt <= now)?.issue
    return issue ? [issue] : []
  })
}
