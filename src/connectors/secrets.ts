import { z } from 'zod'

/** Settings of a system in two parts, so that only one of them has to be sealed. */
export interface SplitSettings {
  readonly open: Readonly<Record<string, unknown>>
  /** Secret values by path, `auth.apiToken`. */
  readonly secret: Readonly<Record<string, string>>
}

/** Takes the values out that the schema marks with `meta({ secret: true })`. */
export function secretsOf(
  kind: { readonly settings: z.ZodType },
  settings: Readonly<Record<string, unknown>>,
): SplitSettings {
  const open = structuredClone(settings) as Record<string, unknown>
  const secret: Record<string, string> = {}
  for (const path of secretPaths(kind.settings)) {
    const parent = objectAt(open, path.slice(0, -1))
    const name = path.at(-1) ?? ''
    const value = parent?.[name]
    if (!parent || typeof value !== 'string') continue
    secret[path.join('.')] = value
    delete parent[name]
  }
  return { open, secret }
}

/** The settings as they were before they were split. */
export function joinSecrets({ open, secret }: SplitSettings): Record<string, unknown> {
  const settings = structuredClone(open) as Record<string, unknown>
  for (const [path, value] of Object.entries(secret)) {
    const names = path.split('.')
    const parent = objectAt(settings, names.slice(0, -1))
    if (parent) parent[names.at(-1) ?? ''] = value
  }
  return settings
}

function objectAt(settings: Record<string, unknown>, path: readonly string[]): Record<string, unknown> | undefined {
  let place: unknown = settings
  for (const name of path) place = isObject(place) ? place[name] : undefined
  return isObject(place) ? place : undefined
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** As far as we walk a JSON Schema, which carries the marks of the schema that it was made from. */
const JsonSchema = z.object({
  secret: z.boolean().optional(),
  get properties() {
    return z.record(z.string(), JsonSchema).optional()
  },
  get anyOf() {
    return z.array(JsonSchema).optional()
  },
  get oneOf() {
    return z.array(JsonSchema).optional()
  },
  get allOf() {
    return z.array(JsonSchema).optional()
  },
})
type JsonSchema = z.infer<typeof JsonSchema>

/** Where secrets stand, in any of the alternatives that the schema allows. */
function secretPaths(schema: z.ZodType): string[][] {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return [...new Map(pathsIn(JsonSchema.parse(json)).map((path) => [path.join('.'), path])).values()]
}

function pathsIn({ secret, properties, anyOf, oneOf, allOf }: JsonSchema): string[][] {
  if (secret) return [[]]
  const below = Object.entries(properties ?? {}).flatMap(([name, held]) => pathsIn(held).map((path) => [name, ...path]))
  return [...below, ...[anyOf, oneOf, allOf].flatMap((alternatives) => (alternatives ?? []).flatMap(pathsIn))]
}
