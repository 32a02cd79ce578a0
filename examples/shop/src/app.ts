/** The demo shop as a function of its settings and parts. What is registered here is the map of the shop. */
import { fileURLToPath } from 'node:url'
import formbody from '@fastify/formbody'
import staticFiles from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import Fastify from 'fastify'
import { createBackOffice } from './back-office.ts'
import type { BffClient } from './bff-client.ts'
import { createBffClient } from './bff-client.ts'
import type { ShopConfig } from './config.ts'
import { addErrorPages } from './error-pages.ts'
import { createEventInbox } from './event-inbox.ts'
import { createOrderDesk } from './order-desk.ts'
import { createOrders } from './orders.ts'
import { refuseForeignForms, stayOnOneHost } from './request-guards.ts'
import { accountRoutes } from './routes/account.ts'
import { backOfficeRoutes } from './routes/back-office.ts'
import { basketRoutes } from './routes/basket.ts'
import { checkoutRoutes } from './routes/checkout.ts'
import { demoWalletRoutes } from './routes/demo-wallets.ts'
import { eventRoutes } from './routes/events.ts'
import { orderRoutes } from './routes/orders.ts'
import { preferenceRoutes } from './routes/preferences.ts'
import { productRoutes } from './routes/products.ts'
import { addSecurityHeaders } from './security-headers.ts'
import { createVisitors } from './visitors.ts'

export type ShopParts = { bff?: BffClient; logLevel?: string }

const PUBLIC_FILES = fileURLToPath(new URL('../public', import.meta.url))

export async function buildShop(config: ShopConfig, parts: ShopParts = {}): Promise<FastifyInstance> {
  const app = Fastify({ logger: { level: parts.logLevel ?? 'warn' } })
  const bff = parts.bff ?? createBffClient({ url: config.bffUrl, secretKey: config.secretKey })
  const visitors = createVisitors(config.publicUrl.startsWith('https:'))
  const orders = createOrders()
  const desk = createOrderDesk({ ...config, bff, orders })
  const backOffice = config.backOffice ? createBackOffice(bff) : undefined

  addSecurityHeaders(app, config.bffUrl, config.emulatorUrl)
  addErrorPages(app, visitors)
  stayOnOneHost(app, config.publicUrl)
  refuseForeignForms(app)
  await app.register(formbody, { bodyLimit: 16_384 })
  await app.register(staticFiles, { root: PUBLIC_FILES, prefix: '/public/', maxAge: 60_000 })
  if (config.emulatorUrl) await app.register(demoWalletRoutes)
  app.get('/healthz', async () => ({ status: 'ok' }))
  await app.register(preferenceRoutes, { visitors })
  await app.register(productRoutes, { visitors })
  await app.register(basketRoutes, { visitors, desk })
  await app.register(checkoutRoutes, { visitors, desk, bff, config })
  await app.register(accountRoutes, { visitors, desk, bff, config })
  if (config.eventsSecret) {
    await app.register(eventRoutes, { inbox: createEventInbox(config.eventsSecret, orders, app.log) })
  }
  await app.register(orderRoutes, { visitors, orders, desk, config, backOffice })
  if (backOffice) await app.register(backOfficeRoutes, { visitors, orders, desk, backOffice })
  return app
}
