/** The shopper's own page: saved cards and recurring payments, and one subscription to try. */
import type { FastifyInstance } from 'fastify'
import { priceBasket } from '../basket.ts'
import type { BffClient } from '../bff-client.ts'
import type { ShopConfig } from '../config.ts'
import type { OrderDesk } from '../order-desk.ts'
import { sendPage } from '../views.ts'
import type { Visitor, Visitors } from '../visitors.ts'
import { shopperReference } from '../visitors.ts'

type Options = { visitors: Visitors; desk: OrderDesk; bff: BffClient; config: ShopConfig }

/** A bag of coffee every month. */
const PLAN = { name: 'House coffee', basket: new Map([['house-coffee', 1]]) }

export async function accountRoutes(app: FastifyInstance, options: Options): Promise<void> {
  const { visitors, desk, bff, config } = options

  app.get('/account', async (request, reply) => {
    const visitor = visitors.of(request)
    visitors.keep(visitor, reply)
    // A real shop asks for the shopper's password first: whoever has this secret can remove their cards.
    const accountSecret = await bff.openAccount(shopperReference(visitor.id))
    const data = {
      accountSecret,
      bffUrl: config.bffUrl,
      plan: { name: PLAN.name, total: quoteOf(visitor).total },
    }
    return sendPage(reply, visitor, { view: 'account', title: 'Your account', data })
  })

  app.post('/subscription', async (request, reply) => {
    const visitor = visitors.of(request)
    visitors.keep(visitor, reply)
    const order = await desk.subscribe(visitor, PLAN.name, quoteOf(visitor), request.ip)
    return reply.redirect(`/orders/${order.reference}`, 303)
  })
}

const quoteOf = ({ currency }: Visitor) => priceBasket(PLAN.basket, currency)
