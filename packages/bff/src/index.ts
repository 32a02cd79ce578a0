/** The BFF for embedding: `startServer` for a separate process, `paykkaBff` inside a Fastify app, `buildApp` for tests. */
export { buildApp, type Surroundings } from './app.ts'
export { type Composition, compose, type Overrides } from './compose.ts'
export { type Config, ConfigError, loadConfig } from './config/config.ts'
export { type Database, openDatabase } from './database/database.ts'
export type { Gateway, GatewayAnswer } from './payments/gateway.ts'
export { type PaykkaBffOptions, paykkaBff } from './plugin.ts'
export { type Server, startServer } from './server.ts'
