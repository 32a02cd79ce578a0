/** What a shopper sees when something goes wrong: what happened, that the basket is safe, and a way on. */
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ShopProblem } from './bff-client.ts'
import type { Link } from './page-before.ts'
import { pageBefore } from './page-before.ts'
import type { Page } from './views.ts'
import { sendPage } from './views.ts'
import type { Visitors } from './visitors.ts'

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

  app.setNotFoundHandler((request, reply) => show(request, reply, messagePage(NOT_FOUND, HOME)))
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const words = wordsFor(error)
    if (words.status >= 500) request.log.error(error)
    if (words.status === 503) reply.header('retry-after', '10')
    const back = error instanceof ShopError ? error.back : undefined
    return show(request, reply, messagePage(words, back ?? wayOn(request, words.status)))
  })
}

const NOT_FOUND = { status: 404, title: 'Page not found', text: 'There is nothing at this address.' }
const HOME: Link = { href: '/', text: 'Go to the shop' }

/** After a form, the page it was sent from. A page that failed is worth another try, one that was refused is not. */
function wayOn(request: FastifyRequest, status: number): Link {
  if (request.method !== 'GET') return pageBefore(request)
  return status < 500 ? HOME : { href: request.url, text: 'Try again' }
}

type Words = { status: number; title: string; text: string }

function wordsFor(error: Error & { statusCode?: number }): Words {
  if (error instanceof ShopError)
    return { status: error.status, title: 'That did not work', text: error.message }
  if (error instanceof ShopProblem) return UNAVAILABLE
  const { statusCode: status = 500 } = error
  return status < 500
    ? { status, title: 'That did not work', text: 'The form was not filled in as expected.' }
    : {
        status: 500,
        title: 'Something broke on our side',
        text: 'Please try again. Your basket is kept.',
      }
}

/** A problem the shop does not handle by its code is the shop's fault, so the shopper reads the same as when it is down. */
const UNAVAILABLE: Words = {
  status: 503,
  title: 'Payment is not available',
  text: 'We cannot reach our payment server right now. Your basket is kept; please try again in a moment.',
}

const messagePage = ({ status, title, text }: Words, way: Link): Page => ({
  view: 'message',
  title,
  status,
  data: { text, way },
})
