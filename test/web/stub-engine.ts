import type { EngineControl } from '../../src/server/engine-control.ts'

/** Stands in for the engine behind the server: notes what it is asked to do, and tells of operations when told to. */
export interface StubEngine extends EngineControl {
  readonly asked: string[]
  tell(operation: { readonly id: string; readonly workflowId: string }): void
}

export function createStubEngine(): StubEngine {
  const asked: string[] = []
  const listeners = new Set<Parameters<EngineControl['onOperation']>[0]>()
  const note = async (what: string) => void asked.push(what)
  return {
    asked,
    pollNow: (id) => note(`poll ${id}`),
    pauseWorkflow: (id, reason) => note(`pause ${id}: ${reason}`),
    activateWorkflow: (id) => note(`activate ${id}`),
    depth: async () => ({ waiting: 4, delayed: 1, running: 2 }),
    budgets: () => [
      { system: 'acme-salesforce', name: 'Daily API requests', used: 8_412, limit: 100_000 },
      { system: 'acme-jira', name: 'Points this hour', used: 51_300, limit: 65_000 },
    ],
    onOperation(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    tell: (operation) => listeners.forEach((listener) => listener(operation)),
  }
}
