/** The order page: where the shopper lands after paying. It believes the BFF's answer, never the address it was opened with. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { BackOffice, Ledger } from '../back-office.ts'
import type { Checkout } from '../bff-client.ts'
import { ShopProblem } from '../bff-client.ts'
import type { ShopConfig } from '../config.ts'
import { ShopError } from '../error-pages.ts'
import type { OrderDesk } from '../order-desk.ts'
import type { Order, OrderState, Orders } from '../orders.ts'
import { describeState } from '../orders.ts'
import { receiptOf } from '../receipt.ts'
import { sendPage } from '../views.ts'
import type { Visitor, Visitors } from '../visitors.ts'

type Options = {
  visitors: Visitors
  orders: Orders
  desk: OrderDesk
  config: ShopConfig
  /** Shown to the one who ordered, in a demo only. */
  backOffice: BackOffice | undefined
}
type ByReference = { Params: { reference: string } }

const OUT_OF_REACH: OrderState = {
  state: 'unknown',
  title: 'We cannot reach our payment server',
  text: 'We do not know yet how this order stands. Please do not pay again; this page tries again by itself.',
  final: false,
}

export async function orderRoutes(app: FastifyInstance, options: Options): Promise<void> {
  const { visitors, orders, desk, config, backOffice } = options

  app.get<ByReference>('/orders/:reference', async (request, reply) => {
    const { order, visitor, state, checkout } = await lookUp(request)
    const isOwner = visitor.id === order.visitorId
    const data = {
      order,
      state,
      isOwner,
      receipt: isOwner ? receiptOf(order, checkout) : undefined,
      ledger: isOwner ? await ledgerOf(order, checkout, request) : undefined,
      bffUrl: config.bffUrl,
      emulatorUrl: config.emulatorUrl,
      clientSecret: secretFor(request, order, isOwner),
    }
    return sendPage(reply, visitor, { view: 'order', title: `Order ${order.reference}`, data })
  })

  /** For the page's script, which keeps the heading true while a payment is under way. */
  app.get<ByReference>('/orders/:reference/state', async (request) => (await lookUp(request)).state)

  async function lookUp(request: FastifyRequest<ByReference>) {
    const order = orders.find(request.params.reference)
    if (!order) throw new ShopError(404, 'We do not know this order.')
    const visitor = visitors.of(request)
    return { order, visitor, ...(await readState(order, visitor, request)) }
  }

  async function readState(order: Order, visitor: Visitor, request: FastifyRequest): Promise<Looked> {
    try {
      const checkout = await desk.look(order, visitor)
      return { state: describeState(checkout?.status ?? 'canceled'), checkout }
    } catch (error) {
      mustBeOfTheBff(error, request)
      return { state: OUT_OF_REACH, checkout: undefined }
    }
  }

  async function ledgerOf(
    order: Order,
    checkout: Checkout | undefined,
    request: FastifyRequest,
  ): Promise<Ledger | undefined> {
    return await backOffice?.open(order, checkout).catch((error: unknown) => {
      mustBeOfTheBff(error, request)
      return undefined
    })
  }
}

type Looked = { state: OrderState; checkout: Checkout | undefined }

/** The page goes on without the BFF, but not over a mistake of its own. */
function mustBeOfTheBff(error: unknown, request: FastifyRequest): void {
  if (!(error instanceof ShopProblem)) throw error
  request.log.warn(error)
}

/** The element is shown to the one who ordered: to pay again after a decline, or to see the result after the bank's page. */
function secretFor(request: FastifyRequest, order: Order, isOwner: boolean): string | undefined {
  const { checkout: returned } = request.query as { checkout?: unknown }
  const hasReturned = returned === order.checkout?.id
  return isOwner && (hasReturned || !order.paid) ? order.checkout?.clientSecret : undefined
}
