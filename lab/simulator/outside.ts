/** What a simulated instance has from outside and the simulation does not vary: a configuration, and parts that it never uses. */
import type { Gateways } from '../../packages/bff/src/compose.ts'
import { loadConfig } from '../../packages/bff/src/config/config.ts'
import { sendWindowMs } from '../../packages/bff/src/config/derived-keys.ts'
import type { Limiter } from '../../packages/bff/src/limits/limiter.ts'
import { ENVIRONMENT } from '../../packages/bff/test/support/merchant.ts'
import { TIMEOUT_MS } from './gateway-port.ts'

/** Nothing is signed here: the gateway is simulated. */
export const CONFIG = loadConfig({
  ...ENVIRONMENT,
  PAYKKA_API_URL: 'http://127.0.0.1:9',
  PAYKKA_TIMEOUT_MS: String(TIMEOUT_MS),
  BFF_PUBLIC_URL: 'https://pay.example',
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
