/** What the server may ask of the engine. */
export interface EngineControl {
  pollNow(workflowId: string): Promise<void>
  pauseWorkflow(workflowId: string, reason: string): Promise<void>
  activateWorkflow(workflowId: string): Promise<void>
  depth(workflowId: string): Promise<QueueDepth>
  budgets(): readonly {
    readonly system: string
    readonly name: string
    readonly used: number
    readonly limit: number
  }[]
  /** Tells of each settled operation; answers with the way to stop listening. */
  onOperation(listener: (operation: { readonly id: string; readonly workflowId: string }) => void): () => void
}

export interface QueueDepth {
  readonly waiting: number
  readonly delayed: number
  readonly running: number
}
