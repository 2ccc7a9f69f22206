import { z } from 'zod'
import type { HttpSettings } from './client.ts'

/** What every connected system takes beside its address and sign-in: how its network is reached. */
export const networkSettings = {
  proxy: z
    .strictObject({
      url: z
        .url({ protocol: /^https?$/ })
        .meta({ title: 'Proxy', description: 'For example http://proxy.example:3128' }),
      username: z.string().optional().meta({ title: 'Proxy user name' }),
      password: z.string().optional().meta({ title: 'Proxy password', secret: true }),
      noProxy: z.array(z.string()).optional().meta({ title: 'Hosts reached without the proxy' }),
    })
    .optional(),
  ca: z.string().includes('-----BEGIN CERTIFICATE-----').optional().meta({ title: 'Certificate authority (PEM)' }),
  timeout: z.number().positive().max(600).optional().meta({ title: 'Time-out in seconds' }),
}

type NetworkSettings = z.output<z.ZodObject<typeof networkSettings>>

export function httpSettingsOf({ proxy, ca, timeout }: NetworkSettings): HttpSettings {
  return { proxy, ca, timeoutMs: timeout === undefined ? undefined : timeout * 1000 }
}
