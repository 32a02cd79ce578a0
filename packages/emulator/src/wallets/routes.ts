/** The doubles' door, open to any page: public keys, test cards, and tokens on demand. */

import cors from '@fastify/cors'
import type { FastifyError, FastifyInstance } from 'fastify'
import { testCards } from '../cards.ts'
import type { Parts } from '../parts.ts'
import { Refusal } from '../refusal.ts'
import { keyHash, spki } from './apple-seal.ts'
import { toPem } from './certificates.ts'
import { pointOf } from './google-seal.ts'
import type { WalletKeys } from './keys.ts'
import { mintApple, mintGoogle } from './mint.ts'
import { readAppleRequest, readGoogleRequest } from './mint-requests.ts'

/** Registers `/emulator/wallets` and what is below it. */
export async function walletRoutes(app: FastifyInstance, { parts }: { parts: Parts }): Promise<void> {
  await app.register(cors, { origin: '*', methods: ['GET', 'POST'] })
  app.setErrorHandler((error: FastifyError, _, reply) =>
    reply
      .code(error instanceof Refusal ? error.status : (error.statusCode ?? 500))
      .send({ error: error.message }),
  )
  app.get('/', () => describe(parts.wallets))
  app.post('/apple-pay-token', async (request) => ({
    token: await mintApple(readAppleRequest(request.body), parts),
  }))
  app.post('/google-pay-token', (request) => ({
    paymentMethodData: mintGoogle(readGoogleRequest(request.body), parts),
  }))
}

function describe(keys: WalletKeys): Record<string, unknown> {
  return {
    applePay: {
      merchantIdentifier: keys.merchantIdentifier,
      publicKey: spki(keys.apple.publicKey).toString('base64'),
      publicKeyHash: keyHash(keys.apple.publicKey),
      rootCertificate: toPem(keys.chain.root.certificate),
    },
    googlePay: {
      publicKey: pointOf(keys.google.publicKey).toString('base64'),
      rootKeys: {
        keys: [
          {
            keyValue: spki(keys.signer.rootPublicKey).toString('base64'),
            keyExpiration: String(Date.UTC(2099, 0)),
            protocolVersion: 'ECv2',
          },
        ],
      },
    },
    cards: testCards(),
  }
}
