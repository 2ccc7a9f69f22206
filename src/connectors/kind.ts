import type { z } from 'zod'
import type { Chance, Clock } from '../core/clock.ts'
import type { Connector, Exchange } from '../core/connector.ts'

/** What a connector is handed besides its settings. */
export interface ConnectorContext {
  /** Name of the connected system, for messages and captures. */
  readonly system: string
  readonly clock: Clock
  readonly chance: Chance
  /** Told of every HTTP exchange, already redacted. */
  readonly onExchange: (exchange: Exchange) => void
}

/** A kind of system that Crosstie can connect: a value, listed in registry.ts. */
export interface ConnectorKind<Settings = unknown> {
  readonly kind: string
  readonly label: string
  /** Checks the API call and the installation file; secrets carry `meta({ secret: true })`. */
  readonly settings: z.ZodType<Settings>
  connect(settings: Settings, context: ConnectorContext): Connector
}

/** Joins a schema with the connector that it configures, so that their types agree. */
export function connectorKind<Settings>(kind: ConnectorKind<Settings>): ConnectorKind<Settings> {
  return kind
}
