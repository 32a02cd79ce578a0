/** The product list, and the choice of currency that any page may carry in its address. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isCurrency } from '../money.ts'
import { PRODUCTS } from '../products.ts'
import { sendPage } from '../views.ts'
import type { Visitors } from '../visitors.ts'

type Options = { visitors: Visitors }

export async function productRoutes(app: FastifyInstance, { visitors }: Options): Promise<void> {
  app.get('/', (request, reply) => {
    const visitor = visitors.of(request)
    const { currency } = request.query as { currency?: unknown }
    if (isCurrency(currency)) {
      visitor.currency = currency
      visitors.keep(visitor, reply)
    }
    return sendPage(reply, visitor, { view: 'products', title: 'Shop', data: { products: PRODUCTS } })
  })

  app.post<{ Body: { currency: string } }>('/currency', { schema: { body: CurrencyForm } }, change)

  function change(request: FastifyRequest<{ Body: { currency: string } }>, reply: FastifyReply) {
    const visitor = visitors.of(request)
    if (isCurrency(request.body.currency)) visitor.currency = request.body.currency
    visitors.keep(visitor, reply)
    return reply.redirect(backTo(request.headers.referer), 303)
  }
}

const CurrencyForm = {
  type: 'object',
  required: ['currency'],
  properties: { currency: { type: 'string', maxLength: 3 } },
}

/** Back to the page the shopper was on, and never to another site: only its path is taken. */
function backTo(referer: string | undefined): string {
  const path = referer && URL.canParse(referer) ? new URL(referer).pathname : '/'
  return /^\/(basket|checkout)?$/.test(path) ? path : '/'
}
