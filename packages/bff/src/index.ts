/** The BFF for embedding: `buildApp` for tests and for mounting, `startServer` for a process of its own. */
export { type AppParts, buildApp } from './app.ts'
export { type Config, ConfigError, loadConfig } from './config.ts'
export { createPaykkaGateway } from './paykka/gateway.ts'
export type { Gateway, GatewayAnswer } from './payment/gateway.ts'
export { type Server, startServer } from './server.ts'
export { openStore, type Store } from './store/database.ts'
