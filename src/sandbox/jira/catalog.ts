/** What an administrator of the site has configured: the same in every sandbox, whatever the seed. */

export interface StatusCategory {
  readonly id: number
  readonly key: string
  readonly name: string
  readonly colorName: string
}

export interface Status {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly category: StatusCategory
}

export interface Named {
  readonly id: string
  readonly name: string
  readonly description: string
}

export interface Priority extends Named {
  readonly color: string
}

export interface Transition {
  readonly id: string
  readonly name: string
  /** The statuses it starts from, or `any` for a global transition. */
  readonly from: readonly string[] | 'any'
  readonly to: string
  /** Ids of the fields on its screen and whether each must be filled; a transition without a screen has none. */
  readonly screen: Readonly<Record<string, { required: boolean }>>
}

const toDo: StatusCategory = { id: 2, key: 'new', name: 'To Do', colorName: 'blue-gray' }
const inProgress: StatusCategory = { id: 4, key: 'indeterminate', name: 'In Progress', colorName: 'yellow' }
const done: StatusCategory = { id: 3, key: 'done', name: 'Done', colorName: 'green' }

export const statuses: readonly Status[] = [
  { id: '10000', name: 'To Do', description: 'Nobody works on it yet.', category: toDo },
  { id: '3', name: 'In Progress', description: 'Somebody is working on it.', category: inProgress },
  { id: '10003', name: 'Blocked', description: 'Waits for somebody or something else.', category: inProgress },
  { id: '10001', name: 'Done', description: 'Nothing is left to do.', category: done },
]

export const firstStatusId = '10000'
export const doneStatusId = '10001'

/** There is no way from To Do straight to Blocked: whoever wants that takes two hops. */
export const transitions: readonly Transition[] = [
  { id: '11', name: 'Start work', from: ['10000'], to: '3', screen: {} },
  { id: '21', name: 'Block', from: ['3'], to: '10003', screen: {} },
  { id: '31', name: 'Unblock', from: ['10003'], to: '3', screen: {} },
  { id: '51', name: 'Stop work', from: ['3'], to: '10000', screen: {} },
  { id: '41', name: 'Done', from: 'any', to: doneStatusId, screen: { resolution: { required: true } } },
  { id: '61', name: 'Reopen', from: [doneStatusId], to: '10000', screen: {} },
]

export const priorities: readonly Priority[] = [
  { id: '1', name: 'Highest', description: 'This problem will block progress.', color: '#d04437' },
  { id: '2', name: 'High', description: 'Serious problem that could block progress.', color: '#f15C75' },
  { id: '3', name: 'Medium', description: 'Has the potential to affect progress.', color: '#f79232' },
  { id: '4', name: 'Low', description: 'Minor problem or easily worked around.', color: '#707070' },
  { id: '5', name: 'Lowest', description: 'Trivial problem with little or no impact.', color: '#999999' },
]

export const defaultPriorityId = '3'

export const resolutions: readonly Named[] = [
  { id: '10000', name: 'Done', description: 'Work has been completed on this issue.' },
  { id: '10001', name: "Won't Do", description: "This issue won't be actioned." },
  { id: '10002', name: 'Duplicate', description: 'The problem is a duplicate of an existing issue.' },
]

export const issueTypes: readonly Named[] = [
  { id: '10001', name: 'Task', description: 'A small, distinct piece of work.' },
  { id: '10002', name: 'Bug', description: 'A problem or error.' },
  { id: '10003', name: 'Story', description: 'Functionality or a feature expressed as a user goal.' },
]

export interface Project {
  readonly id: string
  readonly key: string
  readonly name: string
  readonly uuid: string
}

export const projects: readonly Project[] = [
  { id: '10000', key: 'OPS', name: 'Operations', uuid: '5d2f3c0e-7c0b-4a55-9d0a-0d6a3f1f7a10' },
  { id: '10001', key: 'DEV', name: 'Development', uuid: '8f1b6a52-3c58-4b0f-a6c5-7c1e55a2b911' },
]

export const roles: readonly { readonly id: string; readonly name: string }[] = [
  { id: '10002', name: 'Administrators' },
  { id: '10100', name: 'Developers' },
]

export const salesforceCaseIdField = 'customfield_10050'
export const salesforceReferenceField = 'customfield_10051'
export const affectedUsersField = 'customfield_10052'
export const customerImpactField = 'customfield_10053'

export const impactOptions: readonly { readonly id: string; readonly value: string }[] = [
  { id: '10120', value: 'None' },
  { id: '10121', value: 'Minor' },
  { id: '10122', value: 'Major' },
  { id: '10123', value: 'Outage' },
]
