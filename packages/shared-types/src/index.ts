/** The public face of the contract: every schema with the type inferred from it. */

export type {
  AppearanceFont,
  AppearancePart,
  AppearanceProperty,
  AppearanceRule,
  AppearanceToken,
} from './appearance.ts'
export {
  APPEARANCE_OPTIONS,
  APPEARANCE_PARTS,
  APPEARANCE_PROPERTIES,
  APPEARANCE_TOKENS,
  Appearance,
} from './appearance.ts'
export { AUDIT_EVENT_TYPE, AuditEntry, AuditEvent, AuditList, AuditOutcome, AuditQuery } from './audit.ts'
export {
  AgreementCheckoutRequest,
  BillingToCollect,
  CARD_ENTRIES,
  CancellationReason,
  CardEntry,
  Checkout,
  CreateCheckout,
  CreatedCheckout,
  PublicCheckout,
  UpdateCheckout,
} from './checkout.ts'
export {
  DisputeDetail,
  DisputeEvidence,
  DisputeList,
  DisputeNote,
  DisputeNoteRequest,
  DisputeOutcomeRequest,
  DisputeQuery,
  DisputeResponse,
  DisputeStage,
  ListedDispute,
} from './dispute.ts'
export { Dispute, DisputeId, DisputeOutcome, DisputeReport } from './dispute-facts.ts'
export type { DrawnForm } from './drawn-form.ts'
export {
  Erasure,
  ErasureRequest,
  ErasureResponse,
  ErasureStatus,
  KeptData,
  ShopperData,
} from './erasure.ts'
export { Failure } from './failure.ts'
export {
  GivenAgreementCheckout,
  GivenChange,
  GivenCharge,
  GivenCheckout,
  GivenHosted,
  GivenPayment,
  GivenRefund,
} from './given.ts'
export {
  EncryptedCardSettings,
  HOSTED_METHODS,
  HostedMethod,
  HostedRequest,
  HostedResponse,
  HostedWay,
} from './hosted.ts'
export {
  AuditFileQuery,
  CheckoutList,
  CheckoutQuery,
  ListedCheckout,
  ListedOperation,
  METRIC_GROUPS,
  MetricsBucket,
  MetricsQuery,
  MovementsFileQuery,
  OperationList,
  OperationQuery,
  PageFields,
  PaymentMetrics,
  PaymentSummary,
  PaymentsFileQuery,
  SummaryQuery,
} from './lists.ts'
export { Balance, CurrencyCode, DisplayMoney, MAX_AMOUNT, MinorUnits, Money } from './money.ts'
export {
  ACTOR_TYPES,
  Actor,
  ActorType,
  CaptureRequest,
  OPERATION_STATUSES,
  OPERATION_TYPES,
  OPERATOR_ID,
  Operation,
  OperationId,
  OperationStatus,
  OperationType,
  Refund,
  RefundList,
  RefundReason,
  RefundRequest,
  VoidRequest,
} from './operation.ts'
export {
  Address,
  Goods,
  GoodsItem,
  Metadata,
  PublicRecurring,
  Recurring,
  RecurringInterval,
  RefundCustomer,
  SaveCardPolicy,
  Shopper,
  ShopperReference,
} from './party.ts'
export {
  AbandonReason,
  AbandonResponse,
  Balances,
  Decline,
  OperationResponse,
  Payment,
  PaymentResponse,
  PaymentStep,
  PayRequest,
  PayResponse,
  PublicPayment,
  RedirectAction,
  RetryPlan,
} from './payment.ts'
export {
  ATTENTIONS,
  Attention,
  ListedPayment,
  METADATA_FILTER,
  PaymentFilterFields,
  PaymentList,
  PaymentQuery,
} from './payment-list.ts'
export {
  ApplePayMethod,
  BrowserData,
  CARD_BRANDS,
  CardBrand,
  CardKey,
  CardMethod,
  type CardPlaintext,
  CardSummary,
  type CodePlaintext,
  EncryptedCardMethod,
  FraudData,
  GooglePayMethod,
  METHOD_TYPES,
  MethodType,
  PaidWith,
  PaymentMethod,
  SavedCardMethod,
  SealedCard,
  ShopCard,
} from './payment-method.ts'
export {
  CheckoutId,
  CountryCode,
  Email,
  ListOf,
  LocaleTag,
  Moment,
  OneOf,
  PaymentId,
  PRINTABLE,
  Strict,
  Text,
  WebAddress,
} from './primitives.ts'
export {
  FieldProblem,
  OpenThing,
  PROBLEM_CODES,
  PROBLEM_STATUS,
  Problem,
  type ProblemCode,
} from './problem.ts'
export {
  Agreement,
  AgreementId,
  AgreementList,
  AgreementResponse,
  CardConsent,
  CardId,
  ConsentRecord,
  OtherToken,
  RecurringChargeRequest,
  ShopperAccount,
  ShopperSecret,
  StoredCard,
  StoredCardList,
  TokenId,
} from './saved-cards.ts'
export { SHOP_EVENT_TYPES, SHOP_EVENT_VERSION, ShopEvent, ShopEventType } from './shop-events.ts'
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
  MethodOffer,
  OfferType,
  SheetLine,
  UnavailableReason,
  WalletSheet,
} from './wallets.ts'
export { WARNING_REASONS, Warning, Warnings } from './warning.ts'
