/** The process: real parts, listen, close with grace. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import { buildApp } from './app.ts'
import type { Config } from './config.ts'
import { newId } from './ids.ts'
import { startTicker } from './jobs/ticker.ts'
import { createPaykkaGateway } from './paykka/gateway.ts'
import { resolveDue } from './payment/unknown.ts'
import { openStore } from './store/database.ts'

export type Server = {
  /** Where it listens. */
  url: string
  close(): Promise<void>
}

const RESOLVE_EVERY_MS = 500

/**
 * Opens the ledger, brings its schema up to date, listens and starts the jobs.
 * @throws Error with one clear line when the port is taken, the ledger is held by another process, …
 */
export async function startServer(config: Config): Promise<Server> {
  const elementDirectory = findElement()
  const store = openStore(config.databaseUrl, { exclusive: true })
  try {
    await store.migrate()
    // The gateway logs through the app’s logger, which exists only after the app: hence the late binding.
    const late: { app?: FastifyInstance } = {}
    const log = {
      warn: (facts: Record<string, unknown>, message: string) => late.app?.log.warn(facts, message),
    }
    const notifyUrl = new URL('/paykka/notifications', config.publicUrl).href
    const gateway = createPaykkaGateway(config.paykka, notifyUrl, Date.now, log)
    const parts = { store, gateway, now: Date.now, random: Math.random, pause, elementDirectory }
    const app = await buildApp(config, parts)
    late.app = app
    const url = await app.listen({ host: config.host, port: config.port })
    const leaseMs = 2 * config.paykka.timeoutMs + 5000
    const owner = newId('bff')
    const resolver = startTicker(
      async () => (await resolveDue({ ...parts, log: app.log }, owner, leaseMs)) > 0,
      RESOLVE_EVERY_MS,
      (err) => app.log.error({ err }, 'the resolver could not run'),
    )
    return {
      url,
      close: async () => {
        await app.close()
        await resolver.stop()
        await gateway.close()
        await store.close()
      },
    }
  } catch (error) {
    await store.close()
    throw error
  }
}

/** @returns the folder of the built element */
function findElement(): string {
  const root = dirname(fileURLToPath(import.meta.resolve('@paykka-checkout/element/package.json')))
  const directory = join(root, 'dist', 'browser')
  if (!existsSync(join(directory, 'define.js'))) {
    throw new Error(
      `The element is not built: ${directory} is missing. Run: pnpm --filter @paykka-checkout/element build`,
    )
  }
  return directory
}
