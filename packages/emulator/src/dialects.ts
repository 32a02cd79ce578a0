/**
 * Everything PayKKa's documents leave open, with the ways they can be read. The first reading is what the documents
 * show, or what they suggest most. A new unknown is one line here, and one where it is applied.
 */

import { accept, oneOf, shape } from './checks.ts'

/** The table: what is open, and its readings. */
export const DIALECTS = {
  applePaySession: {
    about: "create-session's answer; `text` is text/plain, the last one is data: { apple_pay_session }",
    readings: ['string', 'string-in-envelope', 'object', 'object-in-envelope', 'text', 'string-under-member'],
  },
  noContent: {
    about:
      'success of capture, void, token/remove, recurring/cancel; `ret_code` has no data, `envelope` empty data',
    readings: ['204', 'empty-200', 'ret_code', 'envelope'],
  },
  members: {
    about: 'members in data, or flat beside ret_code (lists stay in data)',
    readings: ['in-data', 'flat'],
  },
  numbers: { about: 'every number in answers and notifications', readings: ['numbers', 'text'] },
  merchantId: { about: 'merchant_id in answers and notifications', readings: ['text', 'number'] },
  retCodeType: { about: 'ret_code; as a number 010000 is 10000', readings: ['text', 'number'] },
  errorCodeType: { about: 'error_code; as a number 0000 is 0', readings: ['text', 'number'] },
  okErrorCode: {
    about: 'error_code of a success; the examples of purchase and query have none',
    readings: ['0000', '000000', '0', 'absent'],
  },
  notFound: {
    about: 'the HTTP status with 206024; `no-data` is 200, 000000 and no data',
    readings: ['400', '200', '404', 'no-data'],
  },
  refusalLayer: {
    about: 'business refusals; `error_code-200` is 000000 with data: { status: FAILURE, error_code, … }',
    readings: ['ret_code-400', 'ret_code-200', 'error_code-200'],
  },
  dates: { about: 'date-times; `ms` is a number', readings: ['+08:00', '+0800', 'Z', 'ms'] },
  answerSignature: {
    about: "what answers sign as method and path: the request's, a space each, or no signature at all",
    readings: ['request-line', 'blank-line', 'absent'],
  },
  signatureEncoding: {
    about: 'x-paykka-sign of answers and notifications: percent-encoded Base64, or Base64 alone',
    readings: ['percent', 'base64'],
  },
  purchaseAnswer: {
    about:
      "a purchase's answer has the final status, or says PROCESSING as in the example and leaves it to a query",
    readings: ['final', 'processing'],
  },
  methodWord: { about: 'payment_method in answers', readings: ['BANKCARD', 'BankCard'] },
  cardBrandWord: { about: 'card_info.card_brand', readings: ['VISA', 'Visa', 'visa', 'MASTER_CARD'] },
  balances: { about: 'balances of an order', readings: ['present', 'absent'] },
  authenticationResult: {
    about: 'authentication_result of an order without 3-D Secure; `empty-url` has authentication_url: ""',
    readings: ['absent', 'null', 'empty-url'],
  },
  statusAfterPartialCapture: {
    about: 'after a partial capture, the rest is held',
    readings: ['AUTHORIZED', 'SUCCESS', 'PROCESSING'],
  },
  statusAfterCaptureOfRest: {
    about: 'after the rest was captured, following a partial refund',
    readings: ['SUCCESS', 'PARTIALLY_REFUNDED'],
  },
  statusAfterPartialVoid: {
    about: 'after a partial void, the rest is held',
    readings: ['PARTIALLY_REVERSED', 'AUTHORIZED'],
  },
  statusAfterVoidOfRest: {
    about: 'after the rest was voided, following a partial capture',
    readings: ['PARTIALLY_REVERSED', 'SUCCESS'],
  },
  statusAfterPartialRefund: {
    about: 'after a partial refund',
    readings: ['PARTIALLY_REFUNDED', 'SUCCESS'],
  },
  statusAfterRefundOfPart: {
    about: 'after a refund of all captured funds, the rest is held',
    readings: ['REFUNDED', 'PARTIALLY_REFUNDED', 'AUTHORIZED'],
  },
  refundAmount: { about: 'amount of a refund', readings: ['with', 'without'] },
  duplicateRefund: { about: 'a refund_trans_id that was used before', readings: ['refuse', 'replay'] },
  tokenStatus: { about: 'status of a stored token', readings: ['ACTIVATE', 'ACTIVE', 'activate'] },
  tokenListLag: {
    about: 'whether token/query leaves out tokens that are younger than a minute',
    readings: ['none', 'newest-missing'],
  },
  walletStoring: {
    about: 'storing an Apple Pay, Google Pay or SEPA payment: documented, but code 2013 contradicts it',
    readings: ['taken', 'refused'],
  },
  hostedConsent: {
    about: 'whether the shopper must tick a box on the hosted page to save the card',
    readings: ['asked', 'implied'],
  },
  duplicateTransId: {
    about: 'a purchase under a trans_id that was used before',
    readings: ['refuse', 'replay', 'charge'],
  },
  partialVoid: {
    about: 'amount of a void; `ignored` voids all that is held',
    readings: ['taken', 'ignored', 'refused'],
  },
  bodyTimestamp: { about: 'timestamp in request bodies', readings: ['optional', 'required'] },
  returnMethod: {
    about: 'how the browser returns; the parameters are trans_id and order_id',
    readings: ['GET', 'GET-with-params', 'POST'],
  },
  notifyKey: { about: 'the member with the name of the event', readings: ['notify_type', 'event_type'] },
  noticePath: {
    about: 'what a notification signs as the path of notify_url',
    readings: ['path', 'path-and-query'],
  },
  retriedNotice: {
    about: 'a repeated notification has a new timestamp and nonce, or those of the first try',
    readings: ['new-stamp', 'same-stamp'],
  },
  disputeNotice: { about: "a dispute's notification", readings: ['unsigned', 'signed'] },
} as const satisfies Record<string, { about: string; readings: readonly [string, string, ...string[]] }>

/** One reading of everything that is open. */
export type Dialect = { [Key in keyof typeof DIALECTS]: (typeof DIALECTS)[Key]['readings'][number] }

/** The dialect in use. */
export interface DialectBook {
  readonly current: Dialect
  /** Uses these readings, and those of the start for everything that is not named. */
  set(change?: Partial<Dialect>): void
}

const FIELDS = Object.fromEntries(
  Object.entries(DIALECTS).map(([key, { readings }]) => [key, oneOf(...readings)]),
)

/** Starts with the first reading of each question, with the given changes. */
export function createDialect(start: Partial<Dialect> = {}): DialectBook {
  const usual = { ...firstReadings(), ...readDialect(start) }
  let current = usual
  return {
    get current() {
      return current
    },
    set(change = {}) {
      current = { ...usual, ...readDialect(change) }
    },
  }
}

/** Checks readings from outside; throws a Refusal that names the wrong one. */
export function readDialect(body: unknown): Partial<Dialect> {
  return accept<Partial<Dialect>>(shape({}, FIELDS), body)
}

function firstReadings(): Dialect {
  const first = Object.entries(DIALECTS).map(([key, { readings }]) => [key, readings[0]])
  return Object.fromEntries(first) as Dialect
}
