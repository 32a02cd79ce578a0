/** What all servers of a run share: ids, keys and where each finds them. */
import { pem, rsaPair } from '../../../packages/bff/test/support/keys.ts'
import { APP_ID, MERCHANT_ID } from '../../../packages/bff/test/support/merchant.ts'

export { APP_ID, MERCHANT_ID }
export const SECRET_KEY = 'sk_test_0123456789abcdefghijklmnopqrstuv'
export const SHOP_ORIGIN = 'https://shop.example'

export type Keys = ReturnType<typeof makeKeys>

export const makeKeys = () => ({
  merchant: rsaPair('merchant'),
  platform: rsaPair('platform'),
})

/** The environment of our BFF and of the plain servers; the latter read the part they need. */
export function environment(
  keys: Keys,
  gateway: { url: string; tlsUrl: string },
  databaseUrl: string,
  port: number,
): Record<string, string> {
  return {
    PAYKKA_API_URL: gateway.url,
    ADYEN_API_URL: gateway.tlsUrl,
    PAYKKA_APP_ID: APP_ID,
    PAYKKA_MERCHANT_ID: MERCHANT_ID,
    PAYKKA_PRIVATE_KEY: pem(keys.merchant.privateKey),
    PAYKKA_PLATFORM_PUBLIC_KEY: pem(keys.platform.publicKey),
    PAYKKA_RESPONSE_SIGNATURE: 'enforce',
    BFF_PUBLIC_URL: `http://127.0.0.1:${port}`,
    BFF_ALLOWED_ORIGINS: SHOP_ORIGIN,
    BFF_SECRET_KEYS: SECRET_KEY,
    SHUTDOWN_DRAIN_MS: '0',
    RATE_LIMIT_EXEMPT: '127.0.0.1,::1',
    LOG_LEVEL: 'warn',
    DATABASE_URL: databaseUrl,
    PORT: String(port),
  }
}
