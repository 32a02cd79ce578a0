/** The delivery form and the payment page with the element. */
import type { FastifyInstance } from 'fastify'
import type { Quote } from '../basket.ts'
import { priceBasket } from '../basket.ts'
import type { ShopConfig } from '../config.ts'
import type { DeliveryReading } from '../delivery.ts'
import { COUNTRIES, FIELDS, readDelivery } from '../delivery.ts'
import { formatMoney } from '../money.ts'
import type { OrderDesk } from '../order-desk.ts'
import { TEST_CARDS } from '../test-cards.ts'
import type { Page } from '../views.ts'
import { sendPage } from '../views.ts'
import type { Visitors } from '../visitors.ts'

type Options = { visitors: Visitors; desk: OrderDesk; config: ShopConfig }
type Form = Record<string, string>

const DeliverySchema = {
  type: 'object',
  maxProperties: 20,
  additionalProperties: { type: 'string', maxLength: 400 },
}

export async function checkoutRoutes(app: FastifyInstance, options: Options): Promise<void> {
  const { visitors, desk, config } = options

  app.get('/checkout', async (request, reply) => {
    const visitor = visitors.of(request)
    const prepared = await desk.prepare(visitor, request.ip)
    if (prepared.kind === 'empty-basket') return reply.redirect('/basket', 303)
    if (prepared.kind === 'see-order') return reply.redirect(`/orders/${prepared.order.reference}`, 303)
    const { order, clientSecret } = prepared
    const testCards = config.showTestCards ? TEST_CARDS : []
    const data = { order, clientSecret, bffUrl: config.bffUrl, testCards }
    return sendPage(reply, visitor, { view: 'checkout', title: 'Checkout', data })
  })

  /** For the payment page’s script, when the basket was changed in another tab. */
  app.get('/checkout/summary', (request) => {
    const { basket, currency } = visitors.of(request)
    return summaryOf(priceBasket(basket, currency))
  })

  app.get('/delivery', (request, reply) => {
    const visitor = visitors.of(request)
    return sendPage(reply, visitor, deliveryPage({ delivery: visitor.delivery, errors: {} }))
  })

  app.post<{ Body: Form }>('/delivery', { schema: { body: DeliverySchema } }, (request, reply) => {
    const visitor = visitors.of(request)
    const reading = readDelivery(request.body)
    if (Object.keys(reading.errors).length > 0) return sendPage(reply, visitor, deliveryPage(reading))
    visitor.delivery = reading.delivery
    visitors.keep(visitor, reply)
    return reply.redirect('/checkout', 303)
  })
}

function summaryOf({ lines, total, pieces }: Quote) {
  const shown = lines.map(({ product, quantity, sum }) => ({
    picture: `/public/pictures/${product.id}.svg`,
    name: product.name,
    quantity,
    sum: formatMoney(sum),
  }))
  return { lines: shown, total: formatMoney(total), pieces }
}

function deliveryPage({ delivery, errors }: DeliveryReading): Page {
  const status = Object.keys(errors).length > 0 ? 422 : 200
  const data = { fields: FIELDS, countries: COUNTRIES, delivery, errors }
  return { view: 'delivery', title: 'Delivery', status, data }
}
