/** Classes and types of the checkout element. Registers nothing and can be imported in Node. */
export type { CheckoutErrorCode, CheckoutErrorType } from './errors.ts'
export { CheckoutError } from './errors.ts'
export type { PaykkaEventMap } from './events.ts'
export {
  PaykkaAvailabilityEvent,
  PaykkaChangeEvent,
  PaykkaErrorEvent,
  PaykkaReadyEvent,
  PaykkaSubmitEvent,
} from './events.ts'
export type { PaykkaCheckoutAttributes, PaykkaIntrinsicElements } from './jsx.ts'
export type { Texts } from './localization.ts'
export { registerLocale } from './localization.ts'
export { PaykkaCheckout } from './paykka-checkout.ts'
export type { PaymentFacts, RestartReason } from './results/events.ts'
export {
  PaykkaActionRequiredEvent,
  PaykkaAmountChangedEvent,
  PaykkaCancelEvent,
  PaykkaDeclineEvent,
  PaykkaExpiredEvent,
  PaykkaRestartEvent,
  PaykkaSuccessEvent,
  PaykkaUnknownEvent,
} from './results/events.ts'
export type { SkeletonOptions } from './skeleton.ts'
export { renderSkeleton } from './skeleton.ts'
export type {
  ApplePayOptions,
  GooglePayOptions,
  ShippingMethod,
  WalletContact,
  WalletOptions,
} from './wallets/options.ts'
export type { ContactField, WalletEventMap } from './wallets/wallet-events.ts'
export {
  PaykkaBillingContactEvent,
  PaykkaCouponEvent,
  PaykkaShippingContactEvent,
  PaykkaShippingMethodEvent,
  WalletChangeEvent,
} from './wallets/wallet-events.ts'
export type { FraudData, MethodOffer, RetryAdvice } from './wire.ts'
