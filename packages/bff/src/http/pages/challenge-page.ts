/** The wrapper of a 3-D Secure challenge in a dialog over the shop's page. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { isLoopback } from '../../domain/loopback.ts'
import { responses } from '../response-schemas.ts'
import { challengePage } from './html.ts'

type ChallengePageOptions = { allowedOrigins: string[]; publicUrl: URL }

export const challenge: FastifyPluginAsyncTypebox<ChallengePageOptions> = async (
  app,
  { allowedOrigins, publicUrl },
) => {
  const headers = { ...PAGE_HEADERS, 'content-security-policy': policyOf(allowedOrigins, publicUrl) }
  app.get(
    '/challenge',
    {
      config: { forPeople: true },
      schema: {
        summary: "Shows a bank's page in a dialog of the shop",
        description:
          'A shop whose policy allows only frames of the BFF can show any bank\'s page in it. The element opens it with `challenge="modal"`.',
        tags: ['pages'],
        response: responses({ 200: Type.String() }, []),
      },
    },
    async (_request, reply) =>
      reply.headers(headers).type('text/html; charset=utf-8').send(challengePage(allowedOrigins)),
  )
}

const PAGE_HEADERS = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'cross-origin',
  // Banks confirm with passkeys, Secure Payment Confirmation and text message codes, on several origins.
  'permissions-policy': [
    'payment=*',
    'publickey-credentials-get=*',
    'publickey-credentials-create=*',
    'otp-credentials=*',
  ].join(', '),
}

/** Only the allowed storefronts may embed it. It may contain any bank's page, on localhost also over http. */
function policyOf(allowedOrigins: readonly string[], publicUrl: URL): string {
  const local = isLoopback(publicUrl.hostname) ? ['http://localhost:*', 'http://127.0.0.1:*'] : []
  return [
    "default-src 'none'",
    "script-src 'self'",
    `frame-src 'self' https: ${local.join(' ')}`.trim(),
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${allowedOrigins.join(' ')}`,
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ')
}
