/** The shop's route for the audit records. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { AuditList, AuditQuery } from '@paykka-checkout/shared-types'
import type { AuditParts } from '../../lists/audit-list.ts'
import { listAuditPage } from '../../lists/audit-list.ts'
import { shopOnly } from '../access.ts'
import { responses } from '../response-schemas.ts'

export const shopAudit: FastifyPluginAsyncTypebox<AuditParts & { secretKeys: string[] }> = async (
  app,
  parts,
) => {
  app.addHook('onRequest', shopOnly(parts.secretKeys))

  app.get(
    '/v1/audit',
    {
      schema: {
        summary: 'Read who did what',
        description:
          'Newest first. Each entry contains the hash of the one before it; `paykka-bff audit verify` checks all of them.',
        tags: ['shop'],
        security: [{ secretKey: [] }],
        querystring: AuditQuery,
        response: responses({ 200: AuditList }, ['unauthorized', 'validation_failed', 'cursor_invalid']),
      },
    },
    (request) => listAuditPage(parts, request.query),
  )
}
