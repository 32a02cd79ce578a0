/** The floor: a Fastify handler around the plain purchase. The ceiling: the same, and nothing is written. */
import Fastify from 'fastify'
import type { Order } from './plain-purchase.ts'
import { openOwnRows, openPurchases } from './plain-purchase.ts'

export async function startFloor(port: number, isDurable: boolean): Promise<void> {
  const purchase = openPurchases(process.env, isDurable ? openOwnRows(process.env) : null)
  const app = Fastify()
  app.get('/readyz', async () => 'ready')
  app.post<{ Body: Order }>('/pay', async (request) => ({ status: await purchase(request.body) }))
  await app.listen({ port, host: '127.0.0.1' })
}
