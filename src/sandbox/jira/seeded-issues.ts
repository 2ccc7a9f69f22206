interface SeededIssue {
  readonly project: 'OPS' | 'DEV'
  readonly type: 'Task' | 'Bug' | 'Story'
  readonly summary: string
  readonly description: string
  readonly status: 'To Do' | 'In Progress' | 'Blocked' | 'Done'
  readonly priority: 'Highest' | 'High' | 'Medium' | 'Low' | 'Lowest'
  readonly labels: readonly string[]
}

/** Work that has nothing to do with any support case, so that the board is not empty. */
export const seededIssues: readonly SeededIssue[] = [
  {
    project: 'OPS',
    type: 'Task',
    summary: 'Renew the TLS certificate of the status page',
    description: 'Expires in three weeks.\n\nThe new one must cover both names.',
    status: 'Done',
    priority: 'High',
    labels: ['certificates'],
  },
  {
    project: 'OPS',
    type: 'Task',
    summary: 'Move nightly backups to the new bucket',
    description: 'Keep the old bucket for 30 days.\nThen remove it.',
    status: 'In Progress',
    priority: 'Medium',
    labels: ['backup', 'storage'],
  },
  {
    project: 'DEV',
    type: 'Story',
    summary: 'As an agent I see the last five conversations',
    description: 'Shown beside the case, newest first.',
    status: 'In Progress',
    priority: 'Medium',
    labels: ['console'],
  },
  {
    project: 'OPS',
    type: 'Bug',
    summary: 'Disk alert fires twice for one event',
    description: 'Since the upgrade of the monitoring agent each alert arrives in pairs.',
    status: 'To Do',
    priority: 'Low',
    labels: ['monitoring'],
  },
  {
    project: 'OPS',
    type: 'Task',
    summary: 'Document how to fail over the database',
    description: 'The page is two years old and names servers that are gone.',
    status: 'To Do',
    priority: 'Medium',
    labels: ['documentation'],
  },
  {
    project: 'DEV',
    type: 'Bug',
    summary: 'Export loses the second line of an address',
    description: 'Only in CSV; the PDF is right.',
    status: 'To Do',
    priority: 'High',
    labels: ['export'],
  },
  {
    project: 'OPS',
    type: 'Task',
    summary: 'Ask the provider about packet loss in Frankfurt',
    description: 'Ticket with the provider is open, they wait for our traces.',
    status: 'Blocked',
    priority: 'High',
    labels: ['network'],
  },
  {
    project: 'OPS',
    type: 'Story',
    summary: 'On-call engineers get alerts in one channel',
    description: 'Today they come by mail, chat and phone.',
    status: 'In Progress',
    priority: 'Low',
    labels: ['on-call'],
  },
  {
    project: 'DEV',
    type: 'Task',
    summary: 'Remove the old sign-in page',
    description: 'Nobody has used it since May.',
    status: 'Done',
    priority: 'Lowest',
    labels: [],
  },
  {
    project: 'OPS',
    type: 'Bug',
    summary: 'Printer queue in the Sofia office stops overnight',
    description: 'Restart helps until the next night.',
    status: 'To Do',
    priority: 'Lowest',
    labels: ['office'],
  },
  {
    project: 'OPS',
    type: 'Task',
    summary: 'Rotate the keys of the mail gateway',
    description: 'Yearly routine. Two people needed.',
    status: 'To Do',
    priority: 'Highest',
    labels: ['security'],
  },
  {
    project: 'DEV',
    type: 'Story',
    summary: 'As a customer I can reopen my own request',
    description: 'Within 14 days after it was closed.',
    status: 'To Do',
    priority: 'Medium',
    labels: ['portal'],
  },
]
