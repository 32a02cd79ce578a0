/** The request for Apple's sheet. All amounts come from the checkout, never from the page. */

import type { PricedCheckout } from '../wallet.ts'
import type { ApplePayOptions, ShippingMethod, WalletOptions } from '../wallet-options.ts'

type Settings = NonNullable<PricedCheckout['applePay']>
/** The part of a sheet that follows the price. */
export type Prices = {
  total: ApplePayJS.ApplePayLineItem
  lineItems: ApplePayJS.ApplePayLineItem[]
  recurringPaymentRequest?: ApplePayJS.ApplePayRecurringPaymentRequest
  deferredPaymentRequest?: ApplePayJS.ApplePayDeferredPaymentRequest
  automaticReloadPaymentRequest?: ApplePayJS.ApplePayAutomaticReloadPaymentRequest
}

/** The whole request. */
export function appleRequest(
  checkout: PricedCheckout,
  settings: Settings,
  options: WalletOptions,
): ApplePayJS.ApplePayPaymentRequest {
  const { shipping, billing, contact = [], coupons } = options
  const asked = [...(shipping ? (['name', 'postalAddress'] as const) : []), ...contact]
  return {
    countryCode: settings.countryCode,
    currencyCode: checkout.amount.currency,
    supportedNetworks: [...settings.networks],
    merchantCapabilities: ['supports3DS'],
    ...prices(checkout, settings, options.applePay),
    ...(asked.length > 0 && { requiredShippingContactFields: asked }),
    ...(shipping && {
      shippingMethods: shipping.methods.map(appleMethod),
      shippingType: shipping.kind ?? 'shipping',
    }),
    ...(billing && { requiredBillingContactFields: ['name', 'postalAddress'] }),
    ...(coupons && { supportsCouponCode: true }),
  }
}

/** Total, lines and, for a recurring checkout, the later payments. */
export function prices(checkout: PricedCheckout, settings: Settings, options: ApplePayOptions = {}): Prices {
  const { total, lines } = checkout.sheet
  const agreed = (billing: { amount?: string; label: string }) => ({
    ...billing,
    amount: billing.amount ?? total,
  })
  const { recurring, deferred, automaticReload } = checkout.recurring ? options : {}
  return {
    total: { label: settings.displayName, amount: total, type: 'final' },
    lineItems: lines.map(({ label, amount }) => ({ label, amount, type: 'final' })),
    ...(recurring && {
      recurringPaymentRequest: { ...recurring, regularBilling: agreed(recurring.regularBilling) },
    }),
    ...(deferred && {
      deferredPaymentRequest: { ...deferred, deferredBilling: agreed(deferred.deferredBilling) },
    }),
    ...(automaticReload && {
      automaticReloadPaymentRequest: {
        ...automaticReload,
        automaticReloadBilling: agreed(automaticReload.automaticReloadBilling),
      },
    }),
  }
}

/** The same prices under the names that an update of the sheet uses. */
export const appleUpdate = (prices: Prices) => ({
  newTotal: prices.total,
  newLineItems: prices.lineItems,
  ...(prices.recurringPaymentRequest && { newRecurringPaymentRequest: prices.recurringPaymentRequest }),
  ...(prices.deferredPaymentRequest && { newDeferredPaymentRequest: prices.deferredPaymentRequest }),
  ...(prices.automaticReloadPaymentRequest && {
    newAutomaticReloadPaymentRequest: prices.automaticReloadPaymentRequest,
  }),
})

export const appleMethod = ({ id, label, detail = '', amount }: ShippingMethod) => ({
  identifier: id,
  label,
  detail,
  amount,
})
