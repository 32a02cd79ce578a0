/** Classes and types of the checkout element. Registers nothing and can be imported in Node. */

export type { Appearance, AppearanceFont } from '@paykka-checkout/shared-types'
export type { FraudData, MethodOffer, RetryAdvice } from './checkout/wire.ts'
export type { SavedCardsEventMap } from './elements/account/account-events.ts'
export { PaykkaCheckout } from './elements/paykka-checkout.ts'
export type { SkeletonOptions } from './elements/skeleton.ts'
export { renderSkeleton } from './elements/skeleton.ts'
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
export type {
  CheckoutProperties,
  ExpressProperties,
  PaykkaCheckoutAttributes,
  PaykkaIntrinsicElements,
  PaykkaSolidElements,
  PaykkaVueComponents,
  SavedCardsProperties,
} from './jsx.ts'
export { registerLocale } from './locales/localization.ts'
export type { Texts } from './locales/texts.ts'
export type { ContactField, WalletEventMap } from './methods/wallets/wallet-events.ts'
export {
  PaykkaBillingContactEvent,
  PaykkaCouponEvent,
  PaykkaShippingContactEvent,
  PaykkaShippingMethodEvent,
  WalletChangeEvent,
} from './methods/wallets/wallet-events.ts'
export type {
  ApplePayOptions,
  GooglePayOptions,
  ShippingMethod,
  WalletContact,
  WalletOptions,
} from './methods/wallets/wallet-options.ts'
export type { PaymentFacts, RestartReason } from './ui/results/result-events.ts'
export {
  PaykkaActionRequiredEvent,
  PaykkaAmountChangedEvent,
  PaykkaCancelEvent,
  PaykkaDeclineEvent,
  PaykkaExpiredEvent,
  PaykkaRestartEvent,
  PaykkaSuccessEvent,
  PaykkaUnknownEvent,
} from './ui/results/result-events.ts'
