/** The delivery form and the payment page with the element. */
import type { FastifyInstance } from 'fastify'
import type { Quote } from '../basket.ts'
import { priceBasket } from '../basket.ts'
import type { BffClient } from '../bff-client.ts'
import type { ShopConfig } from '../config.ts'
import type { Delivery, DeliveryReading } from '../delivery.ts'
import { COUNTRIES, FIELDS, readDelivery } from '../delivery.ts'
import { ShopError } from '../error-pages.ts'
import { formatMoney } from '../money.ts'
import type { OrderDesk } from '../order-desk.ts'
import { isShippingId, shippingMethods } from '../shipping.ts'
import { TEST_CARDS } from '../test-cards.ts'
import type { Page } from '../views.ts'
import { sendPage } from '../views.ts'
import type { Visitors } from '../visitors.ts'

type Options = { visitors: Visitors; desk: OrderDesk; bff: BffClient; config: ShopConfig }
type Form = Record<string, string>
type Contact = {
  name?: string
  email?: string
  lines?: string[]
  city?: string
  postalCode?: string
  country?: string
}
type Choice = { method?: string; contact?: Contact; complete?: boolean }

const text = (maxLength: number) => ({ type: 'string', maxLength })

/** What the element tells of a sheet; its contact may hold more than is used here. */
const ChoiceSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    method: text(64),
    complete: { type: 'boolean' },
    contact: {
      type: 'object',
      properties: {
        name: text(128),
        email: text(254),
        lines: { type: 'array', maxItems: 5, items: text(200) },
        city: text(100),
        postalCode: text(20),
        country: text(2),
      },
    },
  },
}

const DeliverySchema = {
  type: 'object',
  maxProperties: 20,
  additionalProperties: { type: 'string', maxLength: 400 },
}

export async function checkoutRoutes(app: FastifyInstance, options: Options): Promise<void> {
  const { visitors, desk, bff, config } = options

  app.get('/checkout', async (request, reply) => {
    const visitor = visitors.of(request)
    const prepared = await desk.prepare(visitor, request.ip)
    if (prepared.kind === 'empty-basket') return reply.redirect('/basket', 303)
    if (prepared.kind === 'see-order') return reply.redirect(`/orders/${prepared.order.reference}`, 303)
    const { order, clientSecret } = prepared
    const testCards = config.showTestCards ? TEST_CARDS : []
    const shipping = JSON.stringify(shippingMethods(visitor.currency, visitor.shipping))
    const countries = Object.keys(COUNTRIES).join(' ')
    const { bffUrl, emulatorUrl } = config
    const data = { order, clientSecret, bffUrl, emulatorUrl, testCards, shipping, countries }
    return sendPage(reply, visitor, { view: 'checkout', title: 'Checkout', data })
  })

  /**
   * The way to pay without a script: this server asks the BFF for PayKKa's own page and sends the browser there.
   * The same checkout gives the same key: following the link twice leads to the same page.
   * A link and not a form, because `form-action` would have to name PayKKa's host.
   */
  app.get('/checkout/hosted', async (request, reply) => {
    const prepared = await desk.prepare(visitors.of(request), request.ip)
    if (prepared.kind === 'empty-basket') return reply.redirect('/basket', 303)
    if (prepared.kind === 'see-order') return reply.redirect(`/orders/${prepared.order.reference}`, 303)
    const { checkoutId } = prepared
    return reply.redirect(await bff.hostedPage(checkoutId, `hosted-${checkoutId}`), 303)
  })

  /** For the element's `paykka-restart`: its checkout takes no payment any more, and the order gets another. */
  app.post<{ Params: { reference: string } }>('/orders/:reference/checkout', async (request) => {
    const { reference } = request.params
    const prepared = await desk.restart(visitors.of(request), reference, request.ip)
    if (prepared.kind !== 'pay') throw new ShopError(409, 'This order is being paid, or has been.')
    return { clientSecret: prepared.clientSecret }
  })

  /** For the payment page's script, when the basket was changed in another tab. */
  app.get('/checkout/summary', (request) => {
    const { basket, currency, shipping } = visitors.of(request)
    return summaryOf(priceBasket(basket, currency, shipping))
  })

  /** For the payment page's script, when something was chosen in a wallet's sheet. */
  app.post<{ Body: Choice }>('/checkout/shipping', { schema: { body: ChoiceSchema } }, async (request) => {
    const visitor = visitors.of(request)
    const { method, contact, complete } = request.body
    if (contact && !Object.hasOwn(COUNTRIES, contact.country ?? ''))
      throw new ShopError(422, 'We do not deliver there.')
    if (method !== undefined && !isShippingId(method))
      throw new ShopError(422, 'We do not deliver like that.')
    const delivery = contact && complete ? deliveryTo(visitor.delivery, contact) : undefined
    const { total } = await desk.ship(visitor, { method, delivery })
    return { total: formatMoney(total), methods: shippingMethods(visitor.currency, visitor.shipping) }
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

/** The wallet's address; what it does not tell stays as the shopper typed it. */
function deliveryTo(known: Delivery, { name = '', lines = [], ...contact }: Contact): Delivery {
  const [firstName = known.firstName, ...rest] = name.split(' ').filter(Boolean)
  const { email = known.email, city = known.city, postalCode = known.postalCode } = contact
  return {
    firstName,
    lastName: rest.join(' ') || known.lastName,
    email,
    line1: lines.join(', ') || known.line1,
    city,
    postalCode,
    country: contact.country ?? known.country,
  }
}

function summaryOf({ lines, shipping, total, pieces }: Quote) {
  const shown = lines.map(({ product, quantity, sum }) => ({
    picture: `/public/pictures/${product.id}.svg`,
    name: product.name,
    quantity,
    sum: formatMoney(sum),
  }))
  const delivery = { name: shipping.name, fee: shipping.fee.value > 0 ? formatMoney(shipping.fee) : 'free' }
  return { lines: shown, delivery, total: formatMoney(total), pieces }
}

function deliveryPage({ delivery, errors }: DeliveryReading): Page {
  const status = Object.keys(errors).length > 0 ? 422 : 200
  const data = { fields: FIELDS, countries: COUNTRIES, delivery, errors }
  return { view: 'delivery', title: 'Delivery', status, data }
}
