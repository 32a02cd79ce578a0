/** The product list. A link to it may name the currency. */
import type { FastifyInstance } from 'fastify'
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
}
