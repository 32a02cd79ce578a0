/** Where PayKKa sends the browser back from 3-D Secure and from its own page. A hint to ask the gateway, never a result. */

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Strict } from '@paykka-checkout/shared-types'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { findCheckout } from '../../database/checkout-rows.ts'
import { findPaymentByReturn, noteReturn } from '../../database/payment-rows.ts'
import type { PaymentRow } from '../../database/tables.ts'
import { fingerprint } from '../../domain/ids.ts'
import { withParameter } from '../../domain/shop-url.ts'
import { leavePage } from '../../payments/hosted/leave-page.ts'
import type { ResolveParts } from '../../payments/purchases/ask-about-payment.ts'
import { ask } from '../../payments/purchases/ask-about-payment.ts'
import { isLeftBehind, isLive } from '../../payments/states.ts'
import { holderOf } from '../guard/request-limits.ts'
import { challengeOverPage, NEUTRAL_PAGE } from '../pages/html.ts'

export type ReturnOptions = ResolveParts & {
  /** Resolves after that many milliseconds. */
  pause(ms: number): Promise<void>
}

/** The shopper is waiting: when PayKKa takes longer, the shop's page goes on asking. */
const ASK_MS = 5000
const Params = Strict({ reference: Type.String({ maxLength: 64 }) })

/** What a way back asks about one payment. */
type Question = (parts: ReturnOptions, payment: PaymentRow) => Promise<unknown>

export const paykkaReturn: FastifyPluginAsyncTypebox<ReturnOptions> = async (app, parts) => {
  // The bank may post anything here, under any content type. Nothing of it is read: only the reference counts.
  app.addHook('onRequest', async (request) => {
    request.headers['content-type'] = 'application/octet-stream'
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, body, done) => {
    body.resume()
    done(null)
  })

  const route = (url: string, summary: string, description: string, question: Question) =>
    app.route<{ Params: { reference: string } }>({
      config: { forPeople: true },
      method: ['GET', 'POST'],
      url,
      // A link scanner's HEAD is not the shopper.
      exposeHeadRoute: false,
      schema: {
        summary,
        description: `${description} Then 303 to the checkout’s returnUrl with ?checkout=<id>, however often and however late it is opened; in a frame a page that tells the dialog around it, or goes there itself. Parameters are ignored.`,
        tags: ['paykka'],
        params: Params,
        response: { 200: Type.String(), 303: Type.Null(), 404: Type.String() },
      },
      handler: async (request, reply) => {
        await app.countAgainst(request, 'requests', holderOf(request.params.reference))
        reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer')
        const target = await handleReturn(
          parts,
          request.params.reference,
          isPrefetch(request) ? ask : question,
        )
        if (target && request.headers['sec-fetch-dest'] === 'iframe') return showOver(reply, target)
        if (target) return reply.redirect(target, 303)
        return reply.code(404).type('text/html; charset=utf-8').send(NEUTRAL_PAGE)
      },
    })
  route('/paykka/return/:reference', 'Return from 3-D Secure or PayKKa’s page', 'Asks PayKKa.', ask)
  route(
    '/paykka/cancel/:reference',
    'The link by which a shopper leaves PayKKa’s page',
    'Asks PayKKa; when it knows no order, the attempt is over and the checkout open again.',
    askOnLeaving,
  )
}

/** A browser that fetches a link ahead is not a shopper who follows it. */
function isPrefetch({ headers }: FastifyRequest): boolean {
  return [headers['sec-purpose'], headers.purpose].some((purpose) => String(purpose).startsWith('prefetch'))
}

async function askOnLeaving(parts: ReturnOptions, payment: PaymentRow): Promise<unknown> {
  const leaves = payment.method === 'hosted' && isLive(payment.status) && payment.status !== 'sending'
  return leaves ? leavePage(parts, payment) : ask(parts, payment)
}

/** A frame must not fill with the shop’s page before it is known whether the shop’s own dialog is around it. */
function showOver(reply: FastifyReply, target: string): FastifyReply {
  const policy = "default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'none'"
  return reply
    .header('content-security-policy', policy)
    .type('text/html; charset=utf-8')
    .send(challengeOverPage(target))
}

/**
 * A payment may be made long after the first return: the page at PayKKa stays open, and so does the way back from it.
 * @returns where the shopper goes, null when no payment has this reference
 */
async function handleReturn(
  parts: ReturnOptions,
  reference: string,
  question: Question,
): Promise<string | null> {
  const payment = await findPaymentByReturn(parts.store.db, fingerprint(reference))
  if (!payment) return null
  const open = isLive(payment.status) || isLeftBehind(payment)
  if (open) await Promise.race([askQuietly(parts, payment, question), parts.pause(ASK_MS)])
  const checkout = await findCheckout(parts.store.db, payment.checkout_id)
  if (!checkout) return null
  return withParameter(checkout.return_url, 'checkout', checkout.id)
}

/** The shopper goes back to the shop whatever happens here; the resolver asks again. */
async function askQuietly(parts: ReturnOptions, payment: PaymentRow, question: Question): Promise<void> {
  try {
    await noteReturn(parts.store.db, payment.id, parts.now())
    await question(parts, payment)
  } catch (error) {
    parts.log.error({ payment: payment.id, err: error }, 'could not ask on return')
  }
}
