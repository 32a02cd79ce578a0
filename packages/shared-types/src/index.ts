/** The public face of the contract: every schema with the type inferred from it. */
export {
  CARD_ENTRIES,
  CardEntry,
  Checkout,
  CreateCheckout,
  CreatedCheckout,
  PublicCheckout,
  StoredCard,
  StoredCardList,
  UpdateCheckout,
} from './checkout.ts'
export { Balance, CurrencyCode, DisplayMoney, MAX_AMOUNT, MinorUnits, Money } from './money.ts'
export { Address, GoodsItem, Recurring, SaveCardPolicy, Shopper } from './party.ts'
export {
  Balances,
  CaptureRequest,
  CardSummary,
  Decline,
  Payment,
  PaymentResponse,
  PaymentStep,
  PayRequest,
  PayResponse,
  PublicPayment,
  RecurringChargeRequest,
  RedirectAction,
  Refund,
  RefundList,
  RefundReason,
  RefundRequest,
  VoidRequest,
} from './payment.ts'
export {
  ApplePayMethod,
  BrowserData,
  CARD_BRANDS,
  CardBrand,
  CardKey,
  CardMethod,
  type CardPlaintext,
  EncryptedCardMethod,
  GooglePayMethod,
  METHOD_TYPES,
  MethodType,
  PaymentMethod,
  SavedCardMethod,
  SealedCard,
} from './payment-method.ts'
export {
  CheckoutId,
  ListOf,
  LocaleTag,
  Moment,
  OneOf,
  PaymentId,
  Strict,
  Text,
  WebAddress,
} from './primitives.ts'
export { FieldProblem, PROBLEM_CODES, PROBLEM_STATUS, Problem, type ProblemCode } from './problem.ts'
export { DisputeReport, SHOP_EVENT_TYPES, ShopEvent, ShopEventType } from './shop-events.ts'
export {
  CaptureMode,
  CHECKOUT_STATUSES,
  CheckoutStatus,
  PAYMENT_STATUSES,
  PaymentStatus,
  RetryAdvice,
} from './states.ts'
export {
  ApplePayNetwork,
  ApplePaySessionRequest,
  ApplePaySessionResponse,
  ApplePaySettings,
  GooglePayAuthMethod,
  GooglePayNetwork,
  GooglePaySettings,
  HostedRequest,
  HostedResponse,
  MethodOffer,
  OfferType,
  SheetLine,
  UnavailableReason,
  WalletSheet,
} from './wallets.ts'
