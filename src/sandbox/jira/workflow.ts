import { doneStatusId, type Transition, transitions } from './catalog.ts'
import type { Issue, SiteState } from './site.ts'

/** A transition as it is now: with the fields that a fault makes it ask for beside those of its screen. */
export function availableTransitions(site: SiteState, issue: Issue): readonly Transition[] {
  return transitions
    .filter(({ from }) => from === 'any' || from.includes(issue.statusId))
    .map((transition) => ({ ...transition, screen: { ...transition.screen, ...demanded(site, transition.id) } }))
}

function demanded(site: SiteState, transitionId: string): Transition['screen'] {
  const fieldIds = site.faults.requiredTransitionFields[transitionId] ?? []
  return Object.fromEntries(fieldIds.map((id) => [id, { required: true }]))
}

/** The issue after the transition; leaving Done takes the resolution away. */
export function moveAlong(issue: Issue, transition: Transition, now: Date): Issue {
  const resolutionId = transition.to === doneStatusId ? issue.resolutionId : null
  return {
    ...issue,
    statusId: transition.to,
    statusChangedAt: transition.to === issue.statusId ? issue.statusChangedAt : now,
    resolutionId,
    resolvedAt: resolutionId === null ? null : (issue.resolvedAt ?? now),
  }
}
