/** The small objects that stand inside issues and lists, in the shapes of Atlassian's OpenAPI description. */
import {
  impactOptions,
  issueTypes,
  priorities,
  type Project,
  projects,
  resolutions,
  statuses,
  type Status,
} from '../catalog.ts'
import { type SiteState, type User, userById } from '../site.ts'

type Json = Record<string, unknown>

function api(site: SiteState, path: string): string {
  return `${site.url}/rest/api/3/${path}`
}

function avatars(site: SiteState, path: string): Record<string, string> {
  return Object.fromEntries([48, 24, 16, 32].map((size) => [`${size}x${size}`, `${site.url}/${path}?size=${size}`]))
}

/** Whoever hides their e-mail address has no such key at all. */
export function userBean(site: SiteState, user: User): Json {
  return {
    self: api(site, `user?accountId=${encodeURIComponent(user.accountId)}`),
    accountId: user.accountId,
    ...(user.emailHidden ? {} : { emailAddress: user.email }),
    avatarUrls: avatars(site, `secure/useravatar/${encodeURIComponent(user.accountId)}`),
    displayName: user.displayName,
    active: user.active,
    timeZone: user.timeZone,
    accountType: user.accountType,
  }
}

export function userBeanById(site: SiteState, accountId: string | null): Json | null {
  const user = userById(site, accountId)
  return user ? userBean(site, user) : null
}

export function categoryBean(site: SiteState, { category }: Status): Json {
  return { self: api(site, `statuscategory/${category.id}`), ...category }
}

export function statusBean(site: SiteState, statusId: string): Json | null {
  const status = statuses.find(({ id }) => id === statusId)
  if (!status) return null
  return {
    self: api(site, `status/${status.id}`),
    description: status.description,
    iconUrl: `${site.url}/images/icons/statuses/generic.png`,
    name: status.name,
    id: status.id,
    statusCategory: categoryBean(site, status),
  }
}

export function priorityBean(site: SiteState, priorityId: string): Json | null {
  const priority = priorities.find(({ id }) => id === priorityId)
  if (!priority) return null
  const { id, name } = priority
  return {
    self: api(site, `priority/${id}`),
    iconUrl: `${site.url}/images/icons/priorities/${name.toLowerCase()}.svg`,
    name,
    id,
  }
}

export function resolutionBean(site: SiteState, resolutionId: string | null): Json | null {
  const resolution = resolutions.find(({ id }) => id === resolutionId)
  return resolution ? { self: api(site, `resolution/${resolution.id}`), ...resolution } : null
}

export function issueTypeBean(site: SiteState, issueTypeId: string): Json | null {
  const issueType = issueTypes.find(({ id }) => id === issueTypeId)
  if (!issueType) return null
  return {
    self: api(site, `issuetype/${issueType.id}`),
    ...issueType,
    iconUrl: `${site.url}/images/icons/issuetypes/${issueType.name.toLowerCase()}.svg`,
    subtask: false,
    avatarId: 10_300 + Number(issueType.id) - 10_000,
    hierarchyLevel: 0,
  }
}

export function projectBean(site: SiteState, projectId: string): Json | null {
  const project = projects.find(({ id }) => id === projectId)
  return project ? shortProject(site, project) : null
}

function shortProject(site: SiteState, project: Project): Json {
  return {
    self: api(site, `project/${project.id}`),
    id: project.id,
    key: project.key,
    name: project.name,
    projectTypeKey: 'software',
    simplified: false,
    avatarUrls: avatars(site, `rest/api/3/universal_avatar/view/type/project/avatar/10400`),
  }
}

/** A project as project search lists it. */
export function listedProject(site: SiteState, project: Project): Json {
  return {
    expand: 'description,lead,issueTypes,url,projectKeys,permissions,insight',
    ...shortProject(site, project),
    style: 'classic',
    isPrivate: false,
    properties: {},
    uuid: project.uuid,
  }
}

export function detailedProject(site: SiteState, project: Project): Json {
  return {
    ...listedProject(site, project),
    description: `The ${project.name.toLowerCase()} team's work.`,
    lead: userBeanById(site, site.users[0]?.accountId ?? null),
    components: [],
    issueTypes: issueTypes.map(({ id }) => issueTypeBean(site, id)),
    assigneeType: 'UNASSIGNED',
    versions: [],
    roles: { Developers: api(site, `project/${project.id}/role/10100`) },
  }
}

export function optionBean(site: SiteState, optionId: string | number | null): Json | null {
  const option = impactOptions.find(({ id }) => id === optionId)
  return option ? { self: api(site, `customFieldOption/${option.id}`), value: option.value, id: option.id } : null
}
