/// <reference types="applepayjs" preserve="true" />
/// <reference types="googlepay" preserve="true" />
/** What a page may choose about wallets, and what they tell about the shopper. */

/** How an order can be delivered. `amount` is decimal digits in the checkout’s currency and only shown. */
export type ShippingMethod = { id: string; label: string; detail?: string; amount: string }

/** What the page may choose about Apple Pay. */
export type ApplePayOptions = {
  buttonStyle?: 'black' | 'white' | 'white-outline'
  /** Apple’s word for the text on the button, for example `buy` or `check-out`. */
  buttonType?: string
  /** Offers the wallet only to shoppers who have a card in it. */
  requireCard?: boolean
  /** Another place for Apple’s SDK. */
  scriptUrl?: string
  /** For a checkout that is recurring, in Apple’s words; a billing without an amount gets the checkout’s. */
  recurring?: WithoutAmount<ApplePayJS.ApplePayRecurringPaymentRequest, 'regularBilling'>
  deferred?: WithoutAmount<ApplePayJS.ApplePayDeferredPaymentRequest, 'deferredBilling'>
  automaticReload?: WithoutAmount<ApplePayJS.ApplePayAutomaticReloadPaymentRequest, 'automaticReloadBilling'>
}

type WithoutAmount<T, K extends keyof T> = Omit<T, K> & {
  [key in K]: Omit<ApplePayJS.ApplePayLineItem, 'amount'> & { amount?: string }
}

/** What the page may choose about Google Pay. */
export type GooglePayOptions = {
  buttonColor?: google.payments.api.ButtonColor
  buttonType?: google.payments.api.ButtonType
  /** Roundness of the button in pixels. */
  buttonRadius?: number
  /** Offers the wallet only to shoppers who have a card in it. */
  requireCard?: boolean
  /** Another place for Google’s library. */
  scriptUrl?: string
}

/** The `wallets` property. */
export type WalletOptions = {
  applePay?: ApplePayOptions
  googlePay?: GooglePayOptions
  /**
   * Asks in the sheet where to deliver. The first method is the one selected, so the checkout’s price holds it. Google
   * shows addresses in `countries` only; Apple shows all, and the page refuses.
   */
  shipping?: { methods: ShippingMethod[]; countries?: string[]; kind?: ApplePayJS.ApplePayShippingType }
  /** Asks for the billing address; it goes with the payment. */
  billing?: boolean
  /** Asks for email and phone. Google tells a phone number with an address only, so it shows the billing address for it. */
  contact?: ('email' | 'phone')[]
  /** Takes coupon codes in the sheet. */
  coupons?: boolean
}

/** A person and an address as the wallet tells them. Before the shopper agreed to pay, only what prices need. */
export type WalletContact = {
  /** The whole name. */
  name?: string
  /** As Apple tells them; Google tells the whole name only. */
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
