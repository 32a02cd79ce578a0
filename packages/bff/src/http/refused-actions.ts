/** Writes an audit entry for each change, file or personal data that the shop's server asked for and was refused. */
import type { Problem } from '@paykka-checkout/shared-types'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Deed } from '../audit/record.ts'
import { recordSoon } from '../audit/record.ts'
import type { Database } from '../database/database.ts'
import type { ShopAccess } from './access.ts'
import { keyOf, keyPosition, whence } from './access.ts'

type Action = { action: string; type: string; param?: string }

const on = (type: string, action: string, param?: string): Action => ({
  action,
  type,
  ...(param ? { param } : {}),
})

/**
 * Each audited route of the shop's API. A shopper's refused request has no entry: anybody could fill the record with them.
 * The log has them all.
 */
export const REFUSABLE: Record<string, Action> = {
  'POST /v1/checkouts': on('checkout', 'checkout.create'),
  'PATCH /v1/checkouts/:id': on('checkout', 'checkout.change', 'id'),
  'POST /v1/checkouts/:id/cancel': on('checkout', 'checkout.cancel', 'id'),
  'POST /v1/checkouts/:id/hosted': on('checkout', 'payment.create', 'id'),
  'POST /v1/payments/:id/captures': on('payment', 'payment.capture', 'id'),
  'POST /v1/payments/:id/voids': on('payment', 'payment.void', 'id'),
  'POST /v1/payments/:id/refunds': on('payment', 'payment.refund', 'id'),
  'POST /v1/disputes/:id/notes': on('dispute', 'dispute.note', 'id'),
  'POST /v1/disputes/:id/outcome': on('dispute', 'dispute.outcome', 'id'),
  'GET /v1/disputes/:id/evidence': on('dispute', 'dispute.read', 'id'),
  'DELETE /v1/shoppers/:reference/cards/:cardId': on('saved_card', 'card.remove', 'cardId'),
  'POST /v1/shoppers/:reference/secrets': on('shopper', 'shopper.open_account'),
  'POST /v1/shoppers/:reference/erasures': on('shopper', 'shopper.erase'),
  'GET /v1/shoppers/:reference/data': on('shopper', 'shopper.read'),
  'POST /v1/recurring/charges': on('agreement', 'agreement.charge'),
  'POST /v1/recurring/agreements/:id/checkouts': on('agreement', 'checkout.create', 'id'),
  'DELETE /v1/recurring/agreements/:id': on('agreement', 'agreement.end', 'id'),
  'GET /v1/exports/payments.csv': on('export', 'export.payments'),
  'GET /v1/exports/movements.csv': on('export', 'export.movements'),
  'GET /v1/exports/audit.csv': on('export', 'export.audit'),
}

type RefusedParts = ShopAccess & { database: Pick<Database, 'write'>; now: () => number }

/** Installs it for all routes. If the entry cannot be written, the log says so, and the refusal remains one. */
export function recordRefusals(app: FastifyInstance, { database, now, ...access }: RefusedParts): void {
  app.addHook('preSerialization', async (request, { statusCode }, body) => {
    const deed = isRefusal(statusCode) ? deedOf(request, body as Problem, access, now()) : undefined
    if (deed)
      await database
        .write((db) => recordSoon(db, deed))
        .catch((error: unknown) => request.log.error({ err: error }, 'a refusal could not be recorded'))
    return body
  })
}

/** A failure of ours refuses nothing, and neither does "too many requests". */
const isRefusal = (status: number) => status >= 400 && status < 500 && status !== 429

function deedOf(
  request: FastifyRequest,
  { code: problemCode }: Problem,
  { secretKeys, keyNames }: ShopAccess,
  at: number,
): Deed | undefined {
  const known = REFUSABLE[`${request.method} ${request.routeOptions.url}`]
  // A card number in the address is refused before the key is read.
  const position = known ? keyPosition(request, secretKeys) : 0
  if (!known || position === 0) return undefined
  const { action, type, param } = known
  const target = { type, id: idOf(request, param) }
  const by = { ...whence(request), actor: keyOf(request, position, keyNames) }
  return { ...by, at, shop: 'default', action, target, outcome: 'refused', problemCode }
}

const ID = /^[a-z]{2,5}_(?!.*\d{12})[A-Za-z0-9_-]{22}$/

/** Only an id of ours: any other text could be a card number or a person. */
function idOf({ params }: FastifyRequest, param: string | undefined): string {
  const given = param === undefined ? undefined : (params as Record<string, string>)[param]
  return given !== undefined && ID.test(given) ? given : ''
}
