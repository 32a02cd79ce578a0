/** What a shopper sees when something goes wrong: what happened, that the basket is safe, and a way on. */
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { BffProblem, BffUnreachable } from './bff-client.ts'
import type { Page } from './views.ts'
import { sendPage } from './views.ts'
import type { Visitors } from './visitors.ts'

/** A link with its words. */
export type Link = { href: string; text: string }

/** A request the shop cannot serve, with the sentence to show for it. */
export class ShopError extends Error {
  override name = 'ShopError'
  readonly status: number
  /** Where to go on, where that is not the basket. */
  readonly back: Link | undefined

  constructor(status: number, message: string, back?: Link) {
    super(message)
    this.status = status
    this.back = back
  }
}

export function addErrorPages(app: FastifyInstance, visitors: Visitors): void {
  const show = (request: FastifyRequest, reply: FastifyReply, page: Page) =>
    sendPage(reply, visitors.of(request), page)

  app.setNotFoundHandler((request, reply) =>
    show(request, reply, messagePage(404, 'Page not found', 'There is nothing at this address.')),
  )
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const page = errorPage(error)
    if ((page.status ?? 500) >= 500) request.log.error(error)
    if (page.status === 503) reply.header('retry-after', '10')
    return show(request, reply, page)
  })
}

function errorPage(error: Error & { statusCode?: number }): Page {
  if (error instanceof ShopError)
    return messagePage(error.status, 'That did not work', error.message, error.back)
  if (error instanceof BffUnreachable || error instanceof BffProblem) return unavailablePage()
  const status = error.statusCode ?? 500
  if (status < 500) return messagePage(status, 'That did not work', 'The form was not filled in as expected.')
  return messagePage(500, 'Something broke on our side', 'Please try again. Your basket is kept.')
}

/** A problem the shop does not handle by its code is the shop's fault, so the shopper reads the same as when it is down. */
function unavailablePage(): Page {
  const text =
    'We cannot reach our payment server right now. Your basket is kept; please try again in a moment.'
  return messagePage(503, 'Payment is not available', text)
}

function messagePage(status: number, title: string, text: string, back?: Link): Page {
  return { view: 'message', title, status, data: { text, back, canRetry: status === 503 && !back } }
}
