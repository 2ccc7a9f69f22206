import type { ActionDocument } from './action-document.ts'
import type { FilterDocument } from './filter-document.ts'
import { pathText, type Path } from './problem.ts'
import type { WorkflowDocument } from './workflow.ts'

export interface Notice {
  readonly path: string
  readonly message: string
}

const NOT_YET = 'is accepted and kept, but this version of Crosstie does not carry it out yet'

/** The parts of a valid document that this version reads without acting on them, so that nobody counts on them. */
export function notCarriedOut(document: WorkflowDocument): Notice[] {
  return [
    ...Object.entries(document.systems).flatMap(([alias, use]) => [
      ...(use.route === undefined ? [] : [notice(['systems', alias, 'route'], 'Routing')]),
      ...(typeof use.entity === 'string' ? [] : [notice(['systems', alias, 'entity'], 'More than one entity')]),
    ]),
    ...document.actions.flatMap((action, index) => actionNotices(action, ['actions', index])),
  ]
}

function actionNotices(action: ActionDocument, path: Path): Notice[] {
  const sections = {
    'related.comments': 'Carrying comments',
    'related.attachments': 'Carrying attachments',
    deleted: 'Following deletions',
    moved: 'Following moves',
    merged: 'Following merges',
    errorsTo: 'Reporting errors in the record',
  }
  const present: Record<string, unknown> = {
    ...action,
    'related.comments': action.related?.comments,
    'related.attachments': action.related?.attachments,
  }
  return [
    ...Object.entries(sections).flatMap(([key, subject]) =>
      present[key] === undefined ? [] : [notice([...path, ...key.split('.')], subject)],
    ),
    ...action.triggers.flatMap((trigger, index) =>
      trigger.type === 'listener' ? [notice([...path, 'triggers', index], 'Listening for webhooks')] : [],
    ),
    ...filterNotices(action.filter, [...path, 'filter']),
  ]
}

function filterNotices(filter: FilterDocument | undefined, path: Path): Notice[] {
  if (!filter) return []
  if ('all' in filter) return filter.all.flatMap((part, index) => filterNotices(part, [...path, 'all', index]))
  if ('any' in filter) return filter.any.flatMap((part, index) => filterNotices(part, [...path, 'any', index]))
  const message = 'A condition on the integration user is never needed (own writes start nothing) and counts as true'
  return filter.value === '{integrationUser}' ? [{ path: pathText(path), message }] : []
}

function notice(path: Path, subject: string): Notice {
  return { path: pathText(path), message: `${subject} ${NOT_YET}` }
}
