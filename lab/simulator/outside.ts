/** What a simulated instance has from outside and the simulation does not vary: a configuration, and parts that it never uses. */
import { generateKeyPairSync } from 'node:crypto'
import type { Gateways } from '../../packages/bff/src/compose.ts'
import { loadConfig } from '../../packages/bff/src/config/config.ts'
import { sendWindowMs } from '../../packages/bff/src/config/derived-keys.ts'
import type { Limiter } from '../../packages/bff/src/limits/limiter.ts'
import { TIMEOUT_MS } from './gateway-port.ts'

const pem = () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  }
}
const merchant = pem()
const platform = pem()

/** Nothing is signed here: the gateway is simulated. */
export const CONFIG = loadConfig({
  PAYKKA_API_URL: 'http://127.0.0.1:9',
  PAYKKA_APP_ID: '978594372956732',
  PAYKKA_MERCHANT_ID: '18356675194960',
  PAYKKA_PRIVATE_KEY: merchant.privateKey,
  PAYKKA_PLATFORM_PUBLIC_KEY: platform.publicKey,
  PAYKKA_TIMEOUT_MS: String(TIMEOUT_MS),
  BFF_PUBLIC_URL: 'https://pay.example',
  BFF_ALLOWED_ORIGINS: 'https://shop.example',
  BFF_SECRET_KEYS: 'sk_test_0123456789abcdefghijklmnopqrstuv',
  // The same in every run: what is derived from it decides the order of rows.
  BFF_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
  // Never opened: each instance gets a simulated one.
  DATABASE_URL: 'sqlite:./simulated.db',
  CARD_BRANDS: 'visa',
})

/** Milliseconds after which no answer to a purchase can come any more. */
export const SEND_WINDOW_MS = sendWindowMs(CONFIG)

const never = async (): Promise<never> => {
  throw new Error('the simulation asks PayKKa about purchases only')
}

/** No captures, refunds, saved cards or wallets happen in a simulated shop. */
export const NOT_SIMULATED: Omit<Gateways, 'gateway'> = {
  modifications: { capture: never, void: never, refund: never, queryRefund: never },
  tokens: { tokens: never, removeToken: never, cancelAgreement: never },
  merchantSessions: { create: never, close: async () => {} },
}

export const NO_LIMITS: Limiter = {
  take: async () => 0,
  add: async () => 0,
  waitFor: async () => 0,
  giveBack: async () => {},
  count: async () => 0,
  close: () => {},
}
