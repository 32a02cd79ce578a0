/** The request for Google's sheet. All amounts come from the checkout, never from the page. */

import type { PricedCheckout } from '../wallet.ts'
import type { ShippingMethod, WalletOptions } from '../wallet-options.ts'

type Settings = NonNullable<PricedCheckout['googlePay']>

const VERSION = { apiVersion: 2, apiVersionMinor: 0 }

/** Google gives a phone number only with an address: the shipping address, otherwise the billing address. */
function billingParameters({ billing, contact = [], shipping }: WalletOptions) {
  const phoneNumberRequired = contact.includes('phone') && !shipping
  if (!billing && !phoneNumberRequired) return {}
  const format = billing ? ('FULL' as const) : ('MIN' as const)
  return { billingAddressRequired: true, billingAddressParameters: { format, phoneNumberRequired } }
}

const cards = ({ authMethods, networks }: Settings, options: WalletOptions = {}) => ({
  type: 'CARD' as const,
  parameters: {
    allowedAuthMethods: [...authMethods],
    allowedCardNetworks: [...networks],
    ...billingParameters(options),
  },
})

/** Asks whether the shopper can pay with Google or, with `requireCard`, has a card there. */
export const readyRequest = (
  settings: Settings,
  requireCard: boolean,
): google.payments.api.IsReadyToPayRequest => ({
  ...VERSION,
  allowedPaymentMethods: [cards(settings)],
  ...(requireCard && { existingPaymentMethodRequired: true }),
})

/** The merchant, as Google shows and checks it. */
export const merchantInfo = ({ merchantId, merchantName }: Settings) => ({ merchantId, merchantName })

/** The whole request. */
export function googleRequest(
  checkout: PricedCheckout,
  settings: Settings,
  options: WalletOptions,
): google.payments.api.PaymentDataRequest {
  const { shipping, coupons, contact = [] } = options
  return {
    ...VERSION,
    merchantInfo: merchantInfo(settings),
    allowedPaymentMethods: [
      {
        ...cards(settings, options),
        tokenizationSpecification: tokenization(settings),
      },
    ],
    transactionInfo: transaction(checkout, settings),
    callbackIntents: intents(options),
    ...(contact.includes('email') && { emailRequired: true }),
    ...(shipping && {
      shippingAddressRequired: true,
      shippingAddressParameters: {
        phoneNumberRequired: contact.includes('phone'),
        ...(shipping.countries && { allowedCountryCodes: shipping.countries }),
      },
      shippingOptionRequired: shipping.methods.length > 0,
      ...(shipping.methods.length > 0 && {
        shippingOptionParameters: shippingOptions(shipping.methods, checkout.amount.currency),
      }),
    }),
    ...(coupons && { offerInfo: { offers: [] } }),
  }
}

/** Whom Google encrypts for: PayKKa, or a merchant whose BFF decrypts tokens with its own key. */
function tokenization({
  gateway,
  gatewayMerchantId,
  publicKey,
}: Settings): google.payments.api.PaymentMethodTokenizationSpecification {
  return publicKey === undefined
    ? { type: 'PAYMENT_GATEWAY', parameters: { gateway, gatewayMerchantId } }
    : { type: 'DIRECT', parameters: { protocolVersion: 'ECv2', publicKey } }
}

/** The callbacks that Google makes while its sheet is open. */
function intents({ shipping, coupons }: WalletOptions): google.payments.api.CallbackIntent[] {
  const shown = shipping
    ? (['SHIPPING_ADDRESS', ...(shipping.methods.length > 0 ? ['SHIPPING_OPTION'] : [])] as const)
    : []
  return [
    ...shown,
    ...(coupons ? (['OFFER'] as const) : []),
    'PAYMENT_AUTHORIZATION',
  ] as google.payments.api.CallbackIntent[]
}

/** The final price: the sheet shows what is charged. */
export const transaction = (
  checkout: PricedCheckout,
  settings: Settings,
): google.payments.api.TransactionInfo => ({
  currencyCode: checkout.amount.currency,
  countryCode: settings.countryCode,
  totalPriceStatus: 'FINAL',
  totalPrice: checkout.sheet.total,
  totalPriceLabel: settings.merchantName,
  checkoutOption: 'COMPLETE_IMMEDIATE_PURCHASE',
  ...(checkout.sheet.lines.length > 0 && {
    displayItems: checkout.sheet.lines.map(({ label, amount }) => ({
      label,
      price: amount,
      type: 'LINE_ITEM' as const,
    })),
  }),
})

/** Ways to deliver. The selected one stays selected while it is offered. */
export function shippingOptions(
  methods: ShippingMethod[],
  currency: string,
  selected?: string | undefined,
): google.payments.api.ShippingOptionParameters {
  const chosen = methods.find(({ id }) => id === selected) ?? methods[0]
  return {
    shippingOptions: methods.map(({ id, label, detail, amount }) => ({
      id,
      label: `${priceText(amount, currency)}: ${label}`,
      ...(detail && { description: detail }),
    })),
    ...(chosen && { defaultSelectedOptionId: chosen.id }),
  }
}

/** Google has no field for the price of a delivery; its documentation puts the price into the label. */
const priceText = (amount: string, currency: string) =>
  Number(amount).toLocaleString(undefined, { style: 'currency', currency })
