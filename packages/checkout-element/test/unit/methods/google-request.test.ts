import { describe, expect, it } from 'vitest'
import { googleRequest } from '../../../src/methods/wallets/google-pay/google-request.ts'
import type { PricedCheckout } from '../../../src/methods/wallets/wallet.ts'
import type { WalletOptions } from '../../../src/methods/wallets/wallet-options.ts'

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

  it('asks for a phone number where Google has one: with the delivery, else with the billing address', () => {
    const asked = (options: WalletOptions) => {
      const request = googleRequest(checkout, SETTINGS, options)
      const { billingAddressRequired, billingAddressParameters } =
        request.allowedPaymentMethods[0]?.parameters ?? {}
      return [billingAddressRequired, billingAddressParameters, request.shippingAddressParameters]
    }
    const min = { format: 'MIN', phoneNumberRequired: true }
    expect(asked({})).toEqual([undefined, undefined, undefined])
    expect(asked({ contact: ['phone'] })).toEqual([true, min, undefined])
    expect(asked({ contact: ['phone'], billing: true })).toEqual([
      true,
      { ...min, format: 'FULL' },
      undefined,
    ])
    expect(asked({ contact: ['phone'], shipping: { methods: [] } })).toEqual([
      undefined,
      undefined,
      { phoneNumberRequired: true },
    ])
    expect(asked({ billing: true })).toEqual([
      true,
      { format: 'FULL', phoneNumberRequired: false },
      undefined,
    ])
  })

  it('shows what each delivery costs, in the label, as Google documents', () => {
    const methods = [{ id: 'express', label: 'Express', amount: '9.90' }]
    const request = googleRequest(checkout, SETTINGS, { shipping: { methods } })
    const [option] = request.shippingOptionParameters?.shippingOptions ?? []
    expect(option?.label).toMatch(/^.*9[.,]90.*: Express$/)
  })
})
