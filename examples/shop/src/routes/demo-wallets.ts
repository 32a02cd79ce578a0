/** The doubles of Apple Pay and Google Pay, for a demo beside the PayKKa emulator. A live shop never serves them. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'

const DOUBLES = fileURLToPath(import.meta.resolve('@paykka-checkout/element/testing/wallets.js'))

export async function demoWalletRoutes(app: FastifyInstance): Promise<void> {
  app.get('/demo/wallets.js', async (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send(await readFile(DOUBLES)),
  )
}
