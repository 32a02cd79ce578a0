/** A checkout with both wallets, and doubles that a test can control. */

import type { PublicCheckout } from '../../src/checkout/wire.ts'
import type { OpenSheet, SheetActions, SheetState, WalletDoubles } from '../../src/testing/wallets/index.ts'
import { installWalletDoubles } from '../../src/testing/wallets/index.ts'

export const SECRET_TOKEN = 'token-that-must-stay-secret'

export const walletView: Partial<PublicCheckout> = {
  methods: [
    { type: 'card', available: true },
    { type: 'apple_pay', available: true },
    { type: 'google_pay', available: true },
  ],
  sheet: { total: '49.99', lines: [{ label: 'Mug', amount: '49.99' }] },
  applePay: { displayName: 'Morning Ware', countryCode: 'IE', networks: ['visa', 'masterCard'] },
  googlePay: {
    environment: 'TEST',
    gateway: 'paykkaeu',
    gatewayMerchantId: '18356675194960',
    merchantId: '12345678901234567890',
    merchantName: 'Morning Ware',
    countryCode: 'IE',
    networks: ['VISA', 'MASTERCARD'],
    authMethods: ['PAN_ONLY', 'CRYPTOGRAM_3DS'],
  },
}

/** The same checkout after the shop's server set another price. */
export const repriced = (version: number, value: number): Partial<PublicCheckout> => {
  const total = (value / 100).toFixed(2)
  return { version, amount: { value, currency: 'EUR', display: `€${total}` }, sheet: { total, lines: [] } }
}

/** The content of a sheet, and the shopper's actions. */
export class SheetInHand {
  state: SheetState | null = null
  doubles: WalletDoubles
  #shopper: SheetActions | null = null

  constructor() {
    const open: OpenSheet = (actions) => {
      this.#shopper = actions
      return { show: (state) => this.#see(state), close: () => this.#see(null) }
    }
    const paymentMethod = { displayName: 'Visa 4242', network: 'Visa', type: 'debit' }
    const token = { paymentData: { data: SECRET_TOKEN }, paymentMethod, transactionIdentifier: 'a1' }
    const tokenizationData = { type: 'PAYMENT_GATEWAY', token: SECRET_TOKEN }
    const data = { type: 'CARD', info: { cardNetwork: 'VISA', cardDetails: '4242' }, tokenizationData }
    this.doubles = installWalletDoubles({
      acceptScriptedClicks: true,
      openSheet: open,
      mint: {
        apple: async () => structuredClone(token) as unknown as ApplePayJS.ApplePayPaymentToken,
        google: async () => structuredClone(data) as unknown as google.payments.api.PaymentMethodData,
      },
    })
  }

  get shopper(): SheetActions {
    if (!this.#shopper) throw new TypeError('no sheet was opened')
    return this.#shopper
  }

  #see(state: SheetState | null): void {
    this.state = state
  }
}
