/** The BFF for embedding: `startServer` for a process of its own, `paykkaBff` inside a Fastify app, `buildApp` for tests. */
export { type AppParts, buildApp } from './app.ts'
export { type Config, ConfigError, loadConfig } from './config.ts'
export { createPaykkaGateway } from './paykka/gateway.ts'
export { createMerchantSessions } from './paykka/merchant-session.ts'
export type { Gateway, GatewayAnswer } from './payment/gateway.ts'
export { type PaykkaBffOptions, paykkaBff } from './plugin.ts'
export { type Server, startServer } from './server.ts'
export { openStore, type Store } from './store/database.ts'
