/** Generated from /openapi.json: `vitest run --update=all test/client/routes.test.ts`. Do not edit. */
import type {
  AgreementList,
  AgreementResponse,
  AuditList,
  CaptureRequest,
  Checkout,
  CheckoutList,
  CreatedCheckout,
  DisputeEvidence,
  DisputeList,
  DisputeNoteRequest,
  DisputeOutcomeRequest,
  DisputeResponse,
  ErasureRequest,
  ErasureResponse,
  GivenAgreementCheckout,
  GivenChange,
  GivenCharge,
  GivenCheckout,
  GivenHosted,
  GivenRefund,
  HostedResponse,
  OperationList,
  OperationResponse,
  PaymentList,
  PaymentMetrics,
  PaymentResponse,
  PaymentSummary,
  RefundList,
  ShopperData,
  ShopperSecret,
  StoredCardList,
  VoidRequest,
} from './schemas.ts'

/** Every route of the shop's side. `key` says whether it takes an Idempotency-Key. */
export type ShopRoutes = {
  /** Read who did what */
  'GET /v1/audit': {
    params: undefined
    query: {
      actor?: string
      action?: string
      target?: string
      outcome?: string
      from?: string
      before?: string
      limit?: string
      cursor?: string
    }
    body: undefined
    key: undefined
    answer: AuditList
  }
  /** List checkouts */
  'GET /v1/checkouts': {
    params: undefined
    query: {
      status?: string
      orderReference?: string
      shopperReference?: string
      createdFrom?: string
      createdBefore?: string
      order?: string
      limit?: string
      cursor?: string
    }
    body: undefined
    key: undefined
    answer: CheckoutList
  }
  /** Create a checkout */
  'POST /v1/checkouts': {
    params: undefined
    query: undefined
    body: GivenCheckout
    key: 'optional'
    answer: CreatedCheckout
  }
  /** Read a checkout with its payments */
  'GET /v1/checkouts/:id': {
    params: { id: string }
    query: undefined
    body: undefined
    key: undefined
    answer: Checkout
  }
  /** Give an open checkout a new amount or basket */
  'PATCH /v1/checkouts/:id': {
    params: { id: string }
    query: undefined
    body: GivenChange
    key: undefined
    answer: Checkout
  }
  /** Close an open checkout */
  'POST /v1/checkouts/:id/cancel': {
    params: { id: string }
    query: undefined
    body: undefined
    key: undefined
    answer: Checkout
  }
  /** The address of PayKKa's own page for this checkout */
  'POST /v1/checkouts/:id/hosted': {
    params: { id: string }
    query: undefined
    body: GivenHosted
    key: 'required'
    answer: HostedResponse
  }
  /** List disputes */
  'GET /v1/disputes': {
    params: undefined
    query: {
      stage?: string
      open?: string
      verified?: string
      dueBefore?: string
      paymentId?: string
      createdFrom?: string
      createdBefore?: string
      order?: string
      limit?: string
      cursor?: string
    }
    body: undefined
    key: undefined
    answer: DisputeList
  }
  /** Read one dispute with its reports and notes */
  'GET /v1/disputes/:id': {
    params: { id: string }
    query: undefined
    body: undefined
    key: undefined
    answer: DisputeResponse
  }
  /** All facts that may answer a dispute */
  'GET /v1/disputes/:id/evidence': {
    params: { id: string }
    query: undefined
    body: undefined
    key: undefined
    answer: DisputeEvidence
  }
  /** Write a note about a dispute */
  'POST /v1/disputes/:id/notes': {
    params: { id: string }
    query: undefined
    body: DisputeNoteRequest
    key: 'optional'
    answer: DisputeResponse
  }
  /** Write down how a dispute ended at PayKKa */
  'POST /v1/disputes/:id/outcome': {
    params: { id: string }
    query: undefined
    body: DisputeOutcomeRequest
    key: 'optional'
    answer: DisputeResponse
  }
  /** Payments by day, week or month */
  'GET /v1/metrics/payments': {
    params: undefined
    query: {
      from?: string
      before?: string
      bucket?: string
      timeZone?: string
      currency?: string
      groupBy?: string
    }
    body: undefined
    key: undefined
    answer: PaymentMetrics
  }
  /** List captures, voids and refunds */
  'GET /v1/operations': {
    params: undefined
    query: {
      type?: string
      status?: string
      paymentId?: string
      reason?: string
      actor?: string
      createdFrom?: string
      createdBefore?: string
      order?: string
      limit?: string
      cursor?: string
    }
    body: undefined
    key: undefined
    answer: OperationList
  }
  /** List and find payments */
  'GET /v1/payments': {
    params: undefined
    query: {
      q?: string
      status?: string
      method?: string
      cardBrand?: string
      currency?: string
      attention?: string
      orderReference?: string
      checkoutId?: string
      shopperReference?: string
      transId?: string
      gatewayOrderId?: string
      supportCode?: string
      email?: string
      cardLast4?: string
      amountMin?: string
      amountMax?: string
      createdFrom?: string
      createdBefore?: string
      updatedFrom?: string
      updatedBefore?: string
      order?: string
      limit?: string
      cursor?: string
    }
    body: undefined
    key: undefined
    answer: PaymentList
  }
  /** Read one payment with its history */
  'GET /v1/payments/:id': {
    params: { id: string }
    query: undefined
    body: undefined
    key: undefined
    answer: PaymentResponse
  }
  /** Take held funds, all or a part */
  'POST /v1/payments/:id/captures': {
    params: { id: string }
    query: undefined
    body: CaptureRequest
    key: 'required'
    answer: OperationResponse
  }
  /** List a payment's refunds */
  'GET /v1/payments/:id/refunds': {
    params: { id: string }
    query: undefined
    body: undefined
    key: undefined
    answer: RefundList
  }
  /** Give captured funds back, all or a part */
  'POST /v1/payments/:id/refunds': {
    params: { id: string }
    query: undefined
    body: GivenRefund
    key: 'required'
    answer: OperationResponse
  }
  /** Release held funds */
  'POST /v1/payments/:id/voids': {
    params: { id: string }
    query: undefined
    body: VoidRequest
    key: 'required'
    answer: OperationResponse
  }
  /** Count payments and add up their money */
  'GET /v1/payments/summary': {
    params: undefined
    query: {
      q?: string
      status?: string
      method?: string
      cardBrand?: string
      currency?: string
      attention?: string
      orderReference?: string
      checkoutId?: string
      shopperReference?: string
      transId?: string
      gatewayOrderId?: string
      supportCode?: string
      email?: string
      cardLast4?: string
      amountMin?: string
      amountMax?: string
      createdFrom?: string
      createdBefore?: string
      updatedFrom?: string
      updatedBefore?: string
    }
    body: undefined
    key: undefined
    answer: PaymentSummary
  }
  /** End an agreement */
  'DELETE /v1/recurring/agreements/:id': {
    params: { id: string }
    query: undefined
    body: undefined
    key: undefined
    answer: AgreementResponse
  }
  /** Let the shopper give an agreement another card, or confirm a charge */
  'POST /v1/recurring/agreements/:id/checkouts': {
    params: { id: string }
    query: undefined
    body: GivenAgreementCheckout
    key: 'optional'
    answer: CreatedCheckout
  }
  /** Charge an agreement without the shopper */
  'POST /v1/recurring/charges': {
    params: undefined
    query: undefined
    body: GivenCharge
    key: 'required'
    answer: PaymentResponse
  }
  /** List a shopper's agreements for recurring payments */
  'GET /v1/shoppers/:reference/agreements': {
    params: { reference: string }
    query: undefined
    body: undefined
    key: undefined
    answer: AgreementList
  }
  /** List a shopper's saved cards */
  'GET /v1/shoppers/:reference/cards': {
    params: { reference: string }
    query: undefined
    body: undefined
    key: undefined
    answer: StoredCardList
  }
  /** Remove a saved card */
  'DELETE /v1/shoppers/:reference/cards/:cardId': {
    params: { reference: string; cardId: string }
    query: undefined
    body: undefined
    key: undefined
    answer: undefined
  }
  /** Read all that is known of a shopper */
  'GET /v1/shoppers/:reference/data': {
    params: { reference: string }
    query: undefined
    body: undefined
    key: undefined
    answer: ShopperData
  }
  /** Forget a shopper */
  'POST /v1/shoppers/:reference/erasures': {
    params: { reference: string }
    query: undefined
    body: ErasureRequest
    key: 'required'
    answer: ErasureResponse
  }
  /** Make a secret that opens a shopper's saved cards in their browser */
  'POST /v1/shoppers/:reference/secrets': {
    params: { reference: string }
    query: undefined
    body: undefined
    key: 'optional'
    answer: ShopperSecret
  }
}
