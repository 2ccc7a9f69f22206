import type { FastifyInstance } from 'fastify'
import { projects } from '../catalog.ts'
import { refuse, refuseFields } from '../refusal.ts'
import { findIssue, type SiteState, type User, userById } from '../site.ts'
import { userBean } from './beans.ts'
import { kind, pageBounds, queryList, queryText, sendJson, signedIn } from './request.ts'

export function registerUsers(app: FastifyInstance, site: SiteState): void {
  app.get('/rest/api/3/myself', kind('myself'), (request, reply) => {
    const lists = { groups: { size: 0, items: [] }, applicationRoles: { size: 1, items: [] } }
    return sendJson(reply, 200, {
      ...userBean(site, signedIn(request)),
      locale: 'en_US',
      ...lists,
      expand: 'groups,applicationRoles',
    })
  })
  app.get('/rest/api/3/user', kind('user'), (request, reply) => {
    signedIn(request)
    const user = userById(site, queryText(request, 'accountId') ?? null)
    if (!user) throw refuse(404, 'Specified user does not exist or you do not have required permissions')
    return sendJson(reply, 200, userBean(site, user))
  })
  app.get('/rest/api/3/user/search', kind('user search'), (request, reply) => {
    signedIn(request)
    const query = queryText(request, 'query')
    const accountId = queryText(request, 'accountId')
    if (query === undefined && accountId === undefined) {
      throw refuse(400, 'The username or property query parameter must be provided')
    }
    const found = site.users.filter((user) =>
      accountId === undefined ? matches(user, query ?? '') : user.accountId === accountId,
    )
    return sendJson(reply, 200, pageOf(found, pageBounds(request, { maxResults: 50, cap: 1000 }), site))
  })
  app.get('/rest/api/3/user/assignable/search', kind('user search'), (request, reply) => {
    signedIn(request)
    const project = queryText(request, 'project')
    const issue = queryText(request, 'issueKey') ?? queryText(request, 'issueId')
    if (project === undefined && issue === undefined) throw refuse(400, 'The project or the issue key must be provided')
    const isKnown =
      projects.some(({ id, key }) => id === project || key === project) || findIssue(site, issue ?? '') !== undefined
    if (!isKnown) throw refuse(404, `No project could be found with key '${project ?? issue ?? ''}'.`)
    const accountId = queryText(request, 'accountId')
    const found = site.users
      .filter((user) => user.active && user.assignable && matches(user, queryText(request, 'query') ?? ''))
      .filter((user) => accountId === undefined || user.accountId === accountId)
    return sendJson(reply, 200, pageOf(found, pageBounds(request, { maxResults: 50, cap: 1000 }), site))
  })
  app.get('/rest/api/3/mypermissions', kind('permissions'), (request, reply) =>
    sendJson(reply, 200, { permissions: permissionsOf(site, request.jiraCaller, queryList(request, 'permissions')) }),
  )
}

function pageOf(
  found: readonly User[],
  { startAt, maxResults }: { startAt: number; maxResults: number },
  site: SiteState,
): readonly unknown[] {
  return found.slice(startAt, startAt + maxResults).map((user) => userBean(site, user))
}

/** By the beginning of a word of the name or of the address; a hidden address only as a whole. */
function matches({ displayName, email, emailHidden }: User, query: string): boolean {
  const wanted = query.trim().toLowerCase()
  if (email.toLowerCase() === wanted) return true
  const beginnings = [displayName, ...displayName.split(' '), ...(emailHidden ? [] : [email])]
  return beginnings.some((text) => text.toLowerCase().startsWith(wanted))
}

const permissions: Readonly<Record<string, { id: string; name: string; type: 'GLOBAL' | 'PROJECT'; admin?: boolean }>> =
  {
    BROWSE_PROJECTS: { id: '10', name: 'Browse Projects', type: 'PROJECT' },
    CREATE_ISSUES: { id: '11', name: 'Create Issues', type: 'PROJECT' },
    EDIT_ISSUES: { id: '12', name: 'Edit Issues', type: 'PROJECT' },
    ASSIGN_ISSUES: { id: '13', name: 'Assign Issues', type: 'PROJECT' },
    RESOLVE_ISSUES: { id: '14', name: 'Resolve Issues', type: 'PROJECT' },
    ADD_COMMENTS: { id: '15', name: 'Add Comments', type: 'PROJECT' },
    DELETE_ISSUES: { id: '16', name: 'Delete Issues', type: 'PROJECT' },
    CREATE_ATTACHMENTS: { id: '19', name: 'Create Attachments', type: 'PROJECT' },
    EDIT_OWN_COMMENTS: { id: '35', name: 'Edit Own Comments', type: 'PROJECT' },
    EDIT_ALL_COMMENTS: { id: '34', name: 'Edit All Comments', type: 'PROJECT', admin: true },
    TRANSITION_ISSUES: { id: '46', name: 'Transition Issues', type: 'PROJECT' },
    MODIFY_REPORTER: { id: '30', name: 'Modify Reporter', type: 'PROJECT' },
    ADMINISTER_PROJECTS: { id: '23', name: 'Administer Projects', type: 'PROJECT', admin: true },
    ADMINISTER: { id: '0', name: 'Administer Jira', type: 'GLOBAL', admin: true },
    BULK_CHANGE: { id: '33', name: 'Make bulk changes', type: 'GLOBAL' },
    USER_PICKER: { id: '27', name: 'Browse users and groups', type: 'GLOBAL' },
  }

/** One unknown key fails the whole call. */
function permissionsOf(site: SiteState, caller: User | undefined, keys: readonly string[]): Record<string, unknown> {
  if (keys.length === 0) throw refuse(400, "The 'permissions' query parameter is required.")
  const unknown = keys.filter((key) => !(key in permissions))
  if (unknown.length > 0) throw refuseFields(Object.fromEntries(unknown.map((key) => [key, 'Unrecognized permission'])))
  const isAdmin = caller !== site.integration || site.faults.integrationIsAdmin
  const beans = keys.map((key) => {
    const { admin, ...permission } = permissions[key] ?? { admin: false }
    const havePermission = caller !== undefined && (admin !== true || isAdmin)
    return [key, { ...permission, key, description: '', havePermission }] as const
  })
  return Object.fromEntries(beans)
}
