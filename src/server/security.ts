import helmet from '@fastify/helmet'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Refusal } from './errors.ts'

/**
 * Security headers. Scripts, fonts and connections from ourselves only. Styles may stand inline, because Mantine puts
 * its variables into a style element. Over plain http, what would force https is off: it would lock people out.
 */
export async function installSecurity(app: FastifyInstance, { https, publicUrl }: SecurityNeeds): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'script-src': ["'self'"],
        'style-src': ["'self'", "'unsafe-inline'"],
        'font-src': ["'self'"],
        'img-src': ["'self'", 'data:'],
        'connect-src': ["'self'"],
        'manifest-src': ["'self'"],
        'base-uri': ["'none'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'none'"],
        ...(https ? { 'upgrade-insecure-requests': [] } : {}),
      },
    },
    strictTransportSecurity: https,
    referrerPolicy: { policy: 'no-referrer' },
  })
  app.addHook('onRequest', async (request) => refuseForeignOrigin(request, publicUrl))
}

export interface SecurityNeeds {
  readonly https: boolean
  readonly publicUrl: string | undefined
}

/** Beside the cookie's same-site rule: a page of somebody else changes nothing here, whatever its browser sends. */
function refuseForeignOrigin(request: FastifyRequest, publicUrl: string | undefined): void {
  if (request.method === 'GET' || request.method === 'HEAD') return
  const { origin } = request.headers
  if (origin === undefined || isOwn(origin, request.headers.host, publicUrl)) return
  throw new Refusal(403, 'This request comes from another site.', 'Open Crosstie at its own address.')
}

function isOwn(origin: string, host: string | undefined, publicUrl: string | undefined): boolean {
  if (!URL.canParse(origin)) return false
  return new URL(origin).host === host || (publicUrl !== undefined && new URL(publicUrl).origin === origin)
}
