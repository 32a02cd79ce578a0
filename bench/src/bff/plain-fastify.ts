/** The floor: a Fastify handler around the plain purchase. */
import Fastify from 'fastify'
import type { Order } from './plain-purchase.ts'
import { openPurchases } from './plain-purchase.ts'

export async function startFloor(port: number): Promise<void> {
  const purchase = openPurchases(process.env)
  const app = Fastify()
  app.get('/readyz', async () => 'ready')
  app.post<{ Body: Order }>('/pay', async (request) => ({ status: await purchase(request.body) }))
  await app.listen({ port, host: '127.0.0.1' })
}
