import { z } from 'zod'
import { CommandError, EXIT } from './exit.ts'

/** Everything that Crosstie takes from the environment. docs/operating.md shows this table; a test compares them. */
export const Environment = z.object({
  DATABASE_URL: z
    .url({
      protocol: /^postgres(ql)?$/,
      error: 'must be an address such as postgres://user:password@host:5432/crosstie',
    })
    .optional()
    .describe(
      'PostgreSQL to use, 15 or newer. Without it Crosstie runs the one that npm brought, in the data directory.',
    ),
  CROSSTIE_KEY: z
    .string()
    .optional()
    .describe(
      'Key that seals stored credentials: 32 bytes in base64. Without it a key file is made in the data directory.',
    ),
  CROSSTIE_DATA: z.string().default('./data').describe('Data directory; --data goes before.'),
  CROSSTIE_HOST: z.string().default('127.0.0.1').describe('Address to listen on; --host goes before.'),
  CROSSTIE_PORT: z.coerce
    .number({ error: 'must be a port number' })
    .int()
    .min(0)
    .max(65_535)
    .default(4100)
    .describe('Port of the web app and the API; --port goes before. 0 takes any free one.'),
  LOG_LEVEL: z
    .enum(['error', 'warn', 'info', 'debug'])
    .default('info')
    .describe('Least severe message to log: error, warn, info or debug.'),
})
export type Environment = z.infer<typeof Environment>

/** Reads the environment, once; an empty variable counts as absent, as compose files leave them. */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''))
  const result = Environment.safeParse(given)
  if (result.success) return result.data
  const problems = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw new CommandError(`The environment is not right. ${problems.join('; ')}.`, {
    exitCode: EXIT.usage,
    hint: 'docs/operating.md lists the variables.',
  })
}

/** The table of docs/operating.md. */
export function environmentTable(): string {
  const rows = Object.entries(Environment.shape).map(([name, field]) => {
    const fallback = field.safeParse(undefined).data
    return `| \`${name}\` | ${fallback === undefined ? '' : `\`${fallback}\``} | ${field.description ?? ''} |`
  })
  return ['| variable | default | meaning |', '|---|---|---|', ...rows].join('\n')
}
