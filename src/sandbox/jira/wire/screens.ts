import { impactOptions, issueTypes, priorities, projects, resolutions } from '../catalog.ts'
import { createFieldIds, editFieldIds, type Field, fieldById } from '../fields.ts'
import type { SiteState } from '../site.ts'
import { issueTypeBean, optionBean, priorityBean, projectBean, resolutionBean } from './beans.ts'

type Json = Record<string, unknown>

const alwaysRequired = ['summary', 'issuetype', 'project']

/** The fields that may be given when an issue of this type is created, in the order of the screen. */
export function createScreen(site: SiteState, place: { projectId: string; issueTypeId: string }): readonly Json[] {
  return createFieldIds.map((id) => ({ ...fieldMeta(site, id, { place }), fieldId: id }))
}

export function editScreen(site: SiteState): Record<string, Json> {
  return Object.fromEntries(editFieldIds.map((id) => [id, fieldMeta(site, id, {})]))
}

/** What a person, or a program, must know to fill one field of a screen. */
export function fieldMeta(
  site: SiteState,
  id: string,
  options: { required?: boolean; place?: { projectId: string; issueTypeId: string } },
): Json {
  const field = fieldById(id)
  if (!field) return {}
  const allowedValues = allowed(site, field, options.place)
  const hasDefaultValue = id === 'priority' || id === 'reporter'
  return {
    required: options.required ?? alwaysRequired.includes(id),
    schema: field.schema,
    name: field.name,
    key: id,
    ...(field.kind === 'user'
      ? { autoCompleteUrl: `${site.url}/rest/api/3/user/assignable/search?project=OPS&query=` }
      : {}),
    hasDefaultValue,
    operations: field.kind === 'labels' ? ['add', 'set', 'remove'] : ['set'],
    ...(allowedValues ? { allowedValues } : {}),
    ...(id === 'priority' ? { defaultValue: priorityBean(site, '3') } : {}),
  }
}

function allowed(
  site: SiteState,
  field: Field,
  place?: { projectId: string; issueTypeId: string },
): readonly unknown[] | undefined {
  if (field.kind === 'option') return impactOptions.map(({ id }) => optionBean(site, id))
  switch (field.id) {
    case 'priority':
      return priorities.map(({ id }) => priorityBean(site, id))
    case 'resolution':
      return resolutions.map(({ id }) => resolutionBean(site, id))
    case 'issuetype':
      return issueTypes.filter(({ id }) => !place || id === place.issueTypeId).map(({ id }) => issueTypeBean(site, id))
    case 'project':
      return projects.filter(({ id }) => !place || id === place.projectId).map(({ id }) => projectBean(site, id))
    default:
      return undefined
  }
}
