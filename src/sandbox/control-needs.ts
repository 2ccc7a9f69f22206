type ById = Readonly<Record<string, number>>

/** What the control server needs of a sandbox, whichever system it imitates. */
export interface ControlledSandbox {
  readonly url: string
  calls(): { readonly integration: ById; readonly others: ById }
  resetCalls(): void
  journal(): readonly { readonly at: string }[]
  faults(): unknown
  /** Takes over the switches that are named; answers what is wrong with them, if anything is. */
  mergeFaults(changes: unknown): string | undefined
  clearFaults(): void
}

export interface Controlled {
  readonly jira: ControlledSandbox & JiraAdministration
  readonly salesforce: ControlledSandbox & { dump(type: string): readonly unknown[] | undefined }
  /** As printed by `crosstie sandbox --json`. */
  addresses(): object
}

/** What only an administrator of the site does. */
export interface JiraAdministration {
  dump(): readonly unknown[]
  /** False when there is no such issue. */
  deleteIssue(idOrKey: string): boolean
  /** The new key, or undefined when there is no such issue or project. */
  moveIssue(idOrKey: string, projectKey: string): string | undefined
}
