/** One write, whoever made it and by whichever way: tests count echoes and lost edits with it. */
export interface JournalEntry {
  readonly at: string
  /** E-mail address of the writer. */
  readonly by: string
  readonly isIntegration: boolean
  readonly action: 'create' | 'update' | 'transition' | 'comment' | 'delete'
  /** Project key and issue type: `OPS.Task`. */
  readonly entity: string
  readonly id: string
  readonly key: string
  /** Old and new value of each field that changed, as a person would name them; a write that changed nothing has none. */
  readonly changes: Readonly<Record<string, readonly [unknown, unknown]>>
}
