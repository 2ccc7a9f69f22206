import type { z } from 'zod'
import type { Connector } from '../core/connector.ts'
import { jira } from './jira/connector.ts'
import type { ConnectorContext, ConnectorKind } from './kind.ts'
import { salesforce } from './salesforce/index.ts'

/** A kind of system among others: its settings are known by its own schema only. */
export interface ListedKind {
  readonly kind: string
  readonly label: string
  readonly settings: z.ZodType
  /** Checks the settings, then connects. */
  connect(settings: unknown, context: ConnectorContext): Connector
}

function listed<Settings>({ kind, label, settings, connect }: ConnectorKind<Settings>): ListedKind {
  return { kind, label, settings, connect: (given, context) => connect(settings.parse(given), context) }
}

/** Every kind of system that Crosstie can connect. */
export const connectorKinds: ReadonlyMap<string, ListedKind> = new Map(
  [listed(salesforce), listed(jira)].map((kind) => [kind.kind, kind]),
)

export function connectorKindOf(kind: string): ListedKind {
  const found = connectorKinds.get(kind)
  if (!found)
    throw new Error(`There is no kind of system called ${kind}; there are: ${[...connectorKinds.keys()].join(', ')}`)
  return found
}

export function connectSystem(kind: string, settings: unknown, context: ConnectorContext): Connector {
  return connectorKindOf(kind).connect(settings, context)
}
