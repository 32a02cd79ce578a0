/** The one merchant of the tests: its ids, its keys, and what its BFF and its PayKKa are started with. */
import { pem, rsaPair } from './keys.ts'

export const MERCHANT_ID = '18356675194960'
export const APP_ID = '978594372956732'

export const merchant = rsaPair('merchant')
/** PayKKa's own pair. */
export const platform = rsaPair('platform')

/** Every variable without which no BFF starts. */
export const ENVIRONMENT: Record<string, string> = {
  PAYKKA_API_URL: 'https://openapi-sandbox.paykka.com',
  PAYKKA_APP_ID: APP_ID,
  PAYKKA_MERCHANT_ID: MERCHANT_ID,
  PAYKKA_PRIVATE_KEY: pem(merchant.privateKey),
  PAYKKA_PLATFORM_PUBLIC_KEY: pem(platform.publicKey),
  BFF_PUBLIC_URL: 'https://pay.shop.example',
  BFF_ALLOWED_ORIGINS: 'https://shop.example',
  BFF_SECRET_KEYS: 'k'.repeat(32),
}

/** What an emulator needs to play PayKKa for this merchant. */
export const EMULATED = {
  merchantId: MERCHANT_ID,
  appId: APP_ID,
  merchantPublicKey: merchant.publicKey,
  platformPrivateKey: platform.privateKey,
}
