/** Where PayKKa sends the browser back after 3-D Secure. It is a hint to ask the gateway, never a result. */

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Strict } from '@paykka-checkout/shared-types'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { fingerprint } from '../../ids.ts'
import { isLive } from '../../payment/transitions.ts'
import type { ResolveParts } from '../../payment/unknown.ts'
import { ask } from '../../payment/unknown.ts'
import { findCheckout } from '../../store/checkouts.ts'
import { findPaymentByReturn, useReturnReference } from '../../store/payments.ts'
import type { PaymentRow } from '../../store/tables.ts'
import { challengeOverPage, NEUTRAL_PAGE } from '../html.ts'

export type ReturnOptions = ResolveParts & {
  /** Resolves after that many milliseconds. */
  pause(ms: number): Promise<void>
}

/** The shopper is waiting: when PayKKa takes longer, the shop’s page goes on asking. */
const ASK_MS = 5000
/** A browser sends its request again when the connection breaks, so the reference works a little longer than once. */
const RESEND_MS = 60_000
const Params = Strict({ reference: Type.String({ maxLength: 64 }) })

export const paykkaReturn: FastifyPluginAsyncTypebox<ReturnOptions> = async (app, parts) => {
  // The bank may post anything here, under any content type. Nothing of it is read: only the reference counts.
  app.addHook('onRequest', async (request) => {
    request.headers['content-type'] = 'application/octet-stream'
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: 64 * 1024 }, (_request, _body, done) =>
    done(null, undefined),
  )

  app.route({
    method: ['GET', 'POST'],
    url: '/paykka/return/:reference',
    // A link scanner’s HEAD must not use the reference up.
    exposeHeadRoute: false,
    schema: {
      summary: 'Return from 3-D Secure or the hosted page',
      description:
        'Asks PayKKa, then 303 to the checkout’s returnUrl with ?checkout=<id>; in a frame a page that tells the dialog around it, or goes there itself. Parameters are ignored.',
      tags: ['paykka'],
      params: Params,
      response: { 200: Type.String(), 303: Type.Null(), 404: Type.String() },
    },
    handler: async (request, reply) => {
      reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer')
      const target = await handleReturn(parts, request.params.reference)
      if (target && request.headers['sec-fetch-dest'] === 'iframe') return showOver(reply, target)
      if (target) return reply.redirect(target, 303)
      return reply.code(404).type('text/html; charset=utf-8').send(NEUTRAL_PAGE)
    },
  })
}

/** A frame must not fill with the shop’s page before it is known whether the shop’s own dialog is around it. */
function showOver(reply: FastifyReply, target: string): FastifyReply {
  const policy = "default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'none'"
  return reply
    .header('content-security-policy', policy)
    .type('text/html; charset=utf-8')
    .send(challengeOverPage(target))
}

/** @returns where the shopper goes, null when the reference names nothing (any more) */
async function handleReturn(parts: ReturnOptions, reference: string): Promise<string | null> {
  const payment = await findPaymentByReturn(parts.store.db, fingerprint(reference))
  if (!payment || !(await mayUse(parts, payment))) return null
  if (isLive(payment.status)) await Promise.race([askQuietly(parts, payment), parts.pause(ASK_MS)])
  const checkout = await findCheckout(parts.store.db, payment.checkout_id)
  if (!checkout) return null
  const target = new URL(checkout.return_url)
  target.searchParams.set('checkout', checkout.id)
  return target.href
}

async function mayUse(parts: ReturnOptions, payment: PaymentRow): Promise<boolean> {
  if (await useReturnReference(parts.store.db, payment.id, parts.now())) return true
  return parts.now() - (payment.return_used_at ?? parts.now()) < RESEND_MS
}

/** The shopper goes back to the shop whatever happens here; the resolver asks again. */
async function askQuietly(parts: ReturnOptions, payment: PaymentRow): Promise<void> {
  try {
    await ask(parts, payment)
  } catch (error) {
    parts.log.error({ payment: payment.id, err: error }, 'could not ask on return')
  }
}
