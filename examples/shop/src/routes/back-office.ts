/** The staff's forms on an order. A real shop puts them behind its staff's sign-in; this one has none and is a demo. */
import type { FastifyInstance } from 'fastify'
import type { Action, ActionForm, BackOffice } from '../back-office.ts'
import { FormMistake } from '../back-office.ts'
import { ShopProblem } from '../bff-client.ts'
import { ShopError } from '../error-pages.ts'
import type { OrderDesk } from '../order-desk.ts'
import type { Orders } from '../orders.ts'
import type { Link } from '../page-before.ts'
import type { Visitors } from '../visitors.ts'

type Options = { visitors: Visitors; orders: Orders; desk: OrderDesk; backOffice: BackOffice }
type Request = { Params: { reference: string; action: Action }; Body: ActionForm }

const schema = {
  params: {
    type: 'object',
    properties: {
      reference: { type: 'string', maxLength: 40 },
      action: { enum: ['capture', 'void', 'refund', 'charge', 'end'] },
    },
  },
  body: {
    type: 'object',
    required: ['key'],
    properties: {
      key: { type: 'string', pattern: '^[A-Za-z0-9_-]{16,64}$' },
      amount: { type: 'string', maxLength: 16 },
    },
  },
}

export async function backOfficeRoutes(app: FastifyInstance, options: Options): Promise<void> {
  const { visitors, orders, desk, backOffice } = options

  app.post<Request>('/orders/:reference/back-office/:action', { schema }, async (request, reply) => {
    const { reference, action } = request.params
    const visitor = visitors.of(request)
    const order = orders.find(reference)
    if (!order || order.visitorId !== visitor.id) throw new ShopError(404, 'We do not know this order.')
    const back = { href: `/orders/${reference}#back-office`, text: 'Back to the order' }
    try {
      const ledger = await backOffice.open(order, await desk.look(order, visitor))
      if (!ledger) throw new ShopError(409, 'This order has not been paid.', back)
      await backOffice.act(order, ledger.payment, action, request.body)
    } catch (error) {
      throw explained(error, back)
    }
    return reply.redirect(`/orders/${reference}#back-office`, 303)
  })
}

/** What the BFF refuses is shown to the staff in its own words: they have to act on it. Each way leads back to the order. */
function explained(error: unknown, back: Link): unknown {
  if (error instanceof FormMistake) return new ShopError(422, error.message, back)
  if (!(error instanceof ShopProblem)) return error
  const { status, problem } = error
  if (problem && status < 500) return new ShopError(status, problem.title, back)
  return new ShopError(503, 'We cannot reach our payment server right now. Nothing was changed here.', back)
}
