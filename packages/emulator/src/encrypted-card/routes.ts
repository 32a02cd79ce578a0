/** Serves the double of PayKKa's Encrypted Card script where PayKKa serves its own, and knows its client key. */

import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import type { Parts } from '../parts.ts'

/** The client key the emulator knows: `ck_` and 32 hex digits, as PayKKa's are. */
export const EMULATOR_CLIENT_KEY = 'ck_00000000000000000000000000000000'

const SCRIPT = readFileSync(new URL('encrypted-card.js', import.meta.url), 'utf8')
const STYLE = '[data-eci] input { box-sizing: border-box; width: 100%; font: inherit; color: inherit }\n'

// Shops of other origins load and ask these, as they load and ask PayKKa's.
const SHARED = {
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
  'cache-control': 'no-store',
}

interface Client {
  Querystring: { merchantId?: string; clientKey?: string }
}

/** Registers `/cp/encrypted-card.js`, `/cp/style.css` and what the script asks before it encrypts. */
export async function encryptedCardRoutes(app: FastifyInstance, { parts }: { parts: Parts }): Promise<void> {
  app.get('/cp/encrypted-card.js', (_, reply) =>
    reply.headers(SHARED).type('text/javascript; charset=utf-8').send(SCRIPT),
  )
  app.get('/cp/style.css', (_, reply) => reply.headers(SHARED).type('text/css; charset=utf-8').send(STYLE))
  app.get<Client>('/emulator/encrypted-card/client', ({ query }, reply) => {
    const known = query.merchantId === parts.settings.merchantId && query.clientKey === EMULATOR_CLIENT_KEY
    reply.headers(SHARED)
    return known ? parts.encryptedCards.publicJwk() : reply.code(403).send()
  })
}
