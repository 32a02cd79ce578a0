/** Where PayKKa sends the browser back from 3-D Secure and from its own page. A hint to ask the gateway, never a result. */

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Strict } from '@paykka-checkout/shared-types'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Payments } from '../../payments/payments.ts'
import { holderOf } from '../guard/request-limits.ts'
import { challengeOverPage, NEUTRAL_PAGE } from '../pages/html.ts'

export type ReturnOptions = { payments: Pick<Payments, 'returnFromPage'> }

const Params = Strict({ reference: Type.String({ maxLength: 64 }) })

export const paykkaReturn: FastifyPluginAsyncTypebox<ReturnOptions> = async (app, { payments }) => {
  // The bank may post anything here, under any content type. Nothing of it is read: only the reference counts.
  app.addHook('onRequest', async (request) => {
    request.headers['content-type'] = 'application/octet-stream'
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, body, done) => {
    body.resume()
    done(null)
  })

  const route = (url: string, summary: string, description: string, leaves: boolean) =>
    app.route<{ Params: { reference: string } }>({
      config: { forPeople: true },
      method: ['GET', 'POST'],
      url,
      // A link scanner's HEAD is not the shopper.
      exposeHeadRoute: false,
      schema: {
        summary,
        description: `${description} Then answers 303 to the checkout's returnUrl with ?checkout=<id>, at any time and any number of times. In a frame it answers a page that informs the dialog around it, or redirects itself. The BFF ignores parameters.`,
        tags: ['paykka'],
        params: Params,
        response: { 200: Type.String(), 303: Type.Null(), 404: Type.String() },
      },
      handler: async (request, reply) => {
        await app.countAgainst(request, 'requests', holderOf(request.params.reference))
        reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer')
        const target = await payments.returnFromPage(request.params.reference, leaves && !isPrefetch(request))
        if (target && request.headers['sec-fetch-dest'] === 'iframe') return showOver(reply, target)
        if (target) return reply.redirect(target, 303)
        return reply.code(404).type('text/html; charset=utf-8').send(NEUTRAL_PAGE)
      },
    })
  route('/paykka/return/:reference', "Return from 3-D Secure or PayKKa's page", 'Queries PayKKa.', false)
  route(
    '/paykka/cancel/:reference',
    "The link by which a shopper leaves PayKKa's page",
    'Queries PayKKa. If PayKKa knows no order, the attempt ends and the checkout is open again.',
    true,
  )
}

/** A browser that fetches a link ahead is not a shopper who follows it. */
function isPrefetch({ headers }: FastifyRequest): boolean {
  return [headers['sec-purpose'], headers.purpose].some((purpose) => String(purpose).startsWith('prefetch'))
}

/** A frame must not fill with the shop's page before it is known whether the shop's own dialog is around it. */
function showOver(reply: FastifyReply, target: string): FastifyReply {
  const policy = "default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'none'"
  return reply
    .header('content-security-policy', policy)
    .type('text/html; charset=utf-8')
    .send(challengeOverPage(target))
}
