import type { Transition } from '../catalog.ts'
import type { Issue, SiteState } from '../site.ts'
import { availableTransitions } from '../workflow.ts'
import { statusBean } from './beans.ts'
import { fieldMeta } from './screens.ts'

/** The transitions that the issue can take now; their fields only when asked for, and `{}` without a screen. */
export function transitionBeans(
  site: SiteState,
  issue: Issue,
  { withFields }: { withFields: boolean },
): readonly Record<string, unknown>[] {
  return availableTransitions(site, issue).map((transition) => ({
    id: transition.id,
    name: transition.name,
    to: statusBean(site, transition.to),
    hasScreen: Object.keys(transition.screen).length > 0,
    isGlobal: transition.from === 'any',
    isInitial: false,
    isAvailable: true,
    isConditional: false,
    isLooped: transition.to === issue.statusId,
    ...(withFields ? { fields: screenFields(site, transition) } : {}),
  }))
}

function screenFields(site: SiteState, { screen }: Transition): Record<string, unknown> {
  return Object.fromEntries(Object.entries(screen).map(([id, options]) => [id, fieldMeta(site, id, options)]))
}
