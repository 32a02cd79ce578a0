/// <reference types="applepayjs" preserve="true" />
/// <reference types="googlepay" preserve="true" />
/** The options of wallets, and the contact that they give. */

/** A way to deliver. `amount` is decimal digits in the checkout's currency; it is only shown. */
export type ShippingMethod = { id: string; label: string; detail?: string; amount: string }

/** The options of Apple Pay. */
export type ApplePayOptions = {
  buttonStyle?: 'black' | 'white' | 'white-outline'
  /** Apple's name for the text on the button, for example `buy` or `check-out`. */
  buttonType?: string
  /** Offers the wallet only to shoppers who have a card in it. */
  requireCard?: boolean
  /** Another address of Apple's SDK. */
  scriptUrl?: string
  /** For a recurring checkout, in Apple's format. A billing without an amount gets the amount of the checkout. */
  recurring?: WithoutAmount<ApplePayJS.ApplePayRecurringPaymentRequest, 'regularBilling'>
  deferred?: WithoutAmount<ApplePayJS.ApplePayDeferredPaymentRequest, 'deferredBilling'>
  automaticReload?: WithoutAmount<ApplePayJS.ApplePayAutomaticReloadPaymentRequest, 'automaticReloadBilling'>
}

type WithoutAmount<T, K extends keyof T> = Omit<T, K> & {
  [key in K]: Omit<ApplePayJS.ApplePayLineItem, 'amount'> & { amount?: string }
}

/** The options of Google Pay. */
export type GooglePayOptions = {
  buttonColor?: google.payments.api.ButtonColor
  buttonType?: google.payments.api.ButtonType
  /** Roundness of the button in pixels. */
  buttonRadius?: number
  /** Offers the wallet only to shoppers who have a card in it. */
  requireCard?: boolean
  /** Another address of Google's library. */
  scriptUrl?: string
}

/** The `wallets` property. */
export type WalletOptions = {
  applePay?: ApplePayOptions
  googlePay?: GooglePayOptions
  /**
   * Asks in the sheet where to deliver. The first method is selected, so the price of the checkout must include it.
   * Google shows addresses in `countries` only; Apple shows all, and the page refuses the others.
   */
  shipping?: { methods: ShippingMethod[]; countries?: string[]; kind?: ApplePayJS.ApplePayShippingType }
  /** Asks for the billing address and sends it with the payment. */
  billing?: boolean
  /** Asks for email and phone. Google gives a phone number only with an address, so it shows the billing address too. */
  contact?: ('email' | 'phone')[]
  /** Accepts coupon codes in the sheet. */
  coupons?: boolean
}

/** A person and an address from the wallet. Until the shopper agrees to pay, it holds only what prices need. */
export type WalletContact = {
  /** The whole name. */
  name?: string
  /** From Apple only; Google gives the whole name. */
  firstName?: string
  lastName?: string
  email?: string
  phone?: string
  lines?: string[]
  city?: string
  state?: string
  postalCode?: string
  /** ISO 3166-1 alpha-2. */
  country?: string
}

/** The wallets by their names in the browser API. */
export type WalletType = 'apple_pay' | 'google_pay'
