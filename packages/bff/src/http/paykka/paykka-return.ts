/** The return address after 3-D Secure and PayKKa's own page. A return triggers a query and is never a result. */

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Strict } from '@paykka-checkout/shared-types'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Payments } from '../../payments/payments.ts'
import { byShopper } from '../access.ts'
import { holderOf } from '../guard/request-limits.ts'
import { challengeOverPage, NEUTRAL_PAGE } from '../pages/html.ts'

type ReturnOptions = { payments: Pick<Payments, 'returnFromPage'> }

const Params = Strict({ reference: Type.String({ maxLength: 64 }) })

export const paykkaReturn: FastifyPluginAsyncTypebox<ReturnOptions> = async (app, { payments }) => {
  // The bank may post any body with any content type. The BFF ignores it: only the reference in the URL counts.
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
      // A HEAD request comes from a link scanner, not from the shopper.
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
        const { reference } = request.params
        const isLeaving = leaves && !isPrefetch(request)
        const target = await payments.returnFromPage(reference, isLeaving, byShopper(request))
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

/** A prefetch is not a shopper who follows the link. */
function isPrefetch({ headers }: FastifyRequest): boolean {
  return [headers['sec-purpose'], headers.purpose].some((purpose) => String(purpose).startsWith('prefetch'))
}

/** A frame must not load the shop's page before it is clear whether the shop's dialog surrounds it. */
function showOver(reply: FastifyReply, target: string): FastifyReply {
  const policy = "default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'none'"
  return reply
    .header('content-security-policy', policy)
    .type('text/html; charset=utf-8')
    .send(challengeOverPage(target))
}
