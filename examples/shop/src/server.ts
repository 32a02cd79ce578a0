/** The shop as a process: settings from the environment, listen, stop on a signal. */
import type { FastifyInstance } from 'fastify'
import { buildShop } from './app.ts'
import type { ShopConfig } from './config.ts'
import { ConfigError, readConfig } from './config.ts'

async function main(): Promise<void> {
  const config = readConfig(process.env)
  const app = await buildShop(config)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(app))
  await app.listen({ host: config.host, port: config.port, listenTextResolver: () => '' })
  announce(config)
}

async function stop(app: FastifyInstance): Promise<void> {
  await app.close()
  process.exit(0)
}

function announce(config: ShopConfig): void {
  console.log(`Shop ready at ${config.publicUrl}`)
}

function explain(error: unknown): string {
  if (error instanceof ConfigError) return error.message
  const { code, port } = error as { code?: string; port?: number }
  if (code === 'EADDRINUSE') {
    return `The shop cannot start: port ${port} is taken. Stop the program there or set SHOP_PORT.`
  }
  return `The shop cannot start: ${error instanceof Error ? error.message : String(error)}`
}

main().catch((error: unknown) => {
  console.error(explain(error))
  process.exit(1)
})
