import { z } from 'zod'
import type { HttpSettings } from './client.ts'

const httpUrl = () => z.url({ protocol: /^https?$/ })

/** What every connected system takes beside its address and sign-in: how its network is reached. */
export const networkSettings = {
  proxy: z
    .strictObject({
      url: httpUrl().describe('Proxy, for example http://proxy.example:3128'),
      username: z.string().optional(),
      password: z.string().meta({ secret: true }).optional(),
      noProxy: z.array(z.string()).optional().describe('Hosts that are reached without the proxy'),
    })
    .optional(),
  ca: z.string().includes('-----BEGIN CERTIFICATE-----').optional().describe('Certificates (PEM) to trust'),
  timeout: z
    .string()
    .regex(/^\d+(ms|s|m)$/, 'A time such as 500ms, 30s or 2m')
    .optional()
    .describe('Longest time for one call; 30s if nothing is said'),
}

type NetworkSettings = z.infer<z.ZodObject<typeof networkSettings>>

const UNITS = { ms: 1, s: 1000, m: 60_000 } as const

export function httpSettingsOf({ proxy, ca, timeout }: NetworkSettings): HttpSettings {
  return { proxy, ca, timeoutMs: timeout === undefined ? undefined : milliseconds(timeout) }
}

function milliseconds(duration: string): number {
  const unit = duration.endsWith('ms') ? 'ms' : duration.endsWith('m') ? 'm' : 's'
  return Number.parseInt(duration, 10) * UNITS[unit]
}
