import { describe, expect, it } from 'vitest'
import { googleRequest } from '../../src/wallets/google-request.ts'
import type { PricedCheckout } from '../../src/wallets/wallet.ts'

const SETTINGS: NonNullable<PricedCheckout['googlePay']> = {
  environment: 'TEST',
  gateway: 'paykkaeu',
  gatewayMerchantId: '18356675194960',
  merchantId: 'BCR2DN4T',
  merchantName: 'Shop',
  countryCode: 'DE',
  networks: ['VISA'],
  authMethods: ['PAN_ONLY'],
}
const checkout = {
  amount: { value: 1099, currency: 'EUR', display: '€10.99' },
  sheet: { total: '10.99', lines: [] },
} as unknown as PricedCheckout

const tokenization = (settings: typeof SETTINGS) =>
  googleRequest(checkout, settings, {}).allowedPaymentMethods[0]?.tokenizationSpecification

describe('googleRequest', () => {
  it('has tokens encrypted for PayKKa', () => {
    expect(tokenization(SETTINGS)).toEqual({
      type: 'PAYMENT_GATEWAY',
      parameters: { gateway: 'paykkaeu', gatewayMerchantId: '18356675194960' },
    })
  })

  it('has tokens encrypted for the merchant whose BFF opens them itself', () => {
    expect(tokenization({ ...SETTINGS, publicKey: 'BOdo' })).toEqual({
      type: 'DIRECT',
      parameters: { protocolVersion: 'ECv2', publicKey: 'BOdo' },
    })
  })
})
