/** Look at the basket and change it. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Basket } from '../basket.ts'
import { addItem, MAX_QUANTITY, priceBasket, readQuantity, setQuantity } from '../basket.ts'
import { ShopError } from '../error-pages.ts'
import type { OrderDesk } from '../order-desk.ts'
import { findProduct } from '../products.ts'
import { sendPage } from '../views.ts'
import type { Visitors } from '../visitors.ts'

type Options = { visitors: Visitors; desk: OrderDesk }
type ItemForm = { product: string; quantity: string }

const ItemSchema = {
  type: 'object',
  required: ['product', 'quantity'],
  properties: {
    product: { type: 'string', maxLength: 64 },
    quantity: { type: 'string', maxLength: 8 },
  },
}

export async function basketRoutes(app: FastifyInstance, { visitors, desk }: Options): Promise<void> {
  const schema = { body: ItemSchema }

  app.get('/basket', (request, reply) => {
    const visitor = visitors.of(request)
    const quote = priceBasket(visitor.basket, visitor.currency)
    return sendPage(reply, visitor, { view: 'basket', title: 'Basket', data: { quote, MAX_QUANTITY } })
  })

  app.post<{ Body: ItemForm }>('/basket/add', { schema }, (request, reply) =>
    change(request, reply, request.body, addItem),
  )
  app.post<{ Body: ItemForm }>('/basket/change', { schema }, (request, reply) =>
    change(request, reply, request.body, setQuantity),
  )

  type Change = (basket: Basket, productId: string, quantity: number) => Basket

  async function change(request: FastifyRequest, reply: FastifyReply, form: ItemForm, apply: Change) {
    const visitor = visitors.of(request)
    const { productId, quantity } = readItem(form)
    visitor.basket = apply(visitor.basket, productId, quantity)
    visitors.keep(visitor, reply)
    // The basket is the shopper's: it changes even while the BFF is away. The payment page catches up later.
    await desk.followBasket(visitor).catch((error: unknown) => request.log.warn(error))
    return reply.redirect('/basket', 303)
  }
}

function readItem(form: ItemForm): { productId: string; quantity: number } {
  const quantity = readQuantity(form.quantity)
  if (quantity === undefined) throw new ShopError(422, `Choose a quantity from 0 to ${MAX_QUANTITY}.`)
  if (!findProduct(form.product)) throw new ShopError(404, 'We do not sell this product.')
  return { productId: form.product, quantity }
}
