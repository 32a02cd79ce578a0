/** What a double sends to have a token made: the wallet's own words, so that it can pass its page's request on. */

import type { Check } from '../checks.ts'
import { accept, anything, isRecord, matching, oneOf, shape, text } from '../checks.ts'
import { invalid } from '../refusal.ts'

/** Body of `POST /emulator/wallets/apple-pay-token`. */
export interface AppleRequest {
  /** `merchantSessionIdentifier` of the session the page completed validation with. */
  merchantSession: string
  /** The page's host name. */
  domain: string
  total: { amount: string; currencyCode: string }
  /** Last four digits of a test card; 4242 when left out. */
  card?: string
  /** Whose key encrypts: PayKKa's when left out. */
  recipient?: { publicKey: string; merchantIdentifier: string }
}

/** Body of `POST /emulator/wallets/google-pay-token`. */
export interface GoogleRequest {
  transactionInfo: { totalPrice: string; currencyCode: string }
  tokenizationSpecification: {
    type: 'PAYMENT_GATEWAY' | 'DIRECT'
    parameters: { gateway?: string; gatewayMerchantId?: string; protocolVersion?: string; publicKey?: string }
  }
  authMethod: 'PAN_ONLY' | 'CRYPTOGRAM_3DS'
  merchantId?: string
  card?: string
}

const decimal = matching(/^\d{1,12}(\.\d{1,4})?$/, 'a decimal like 10.99')
const currency = matching(/^[A-Z]{3}$/, 'a currency code')
const lastFour = matching(/^\d{4}$/, 'the last four digits of a test card')
const base64 = matching(/^[A-Za-z0-9+/]{40,400}={0,2}$/, 'Base64')

const APPLE: Check = shape(
  {
    merchantSession: anything,
    domain: text(253, 1),
    total: shape({ amount: decimal, currencyCode: currency }),
  },
  { card: lastFour, recipient: shape({ publicKey: base64, merchantIdentifier: text(128, 1) }) },
)

const GOOGLE: Check = shape(
  {
    transactionInfo: shape({ totalPrice: decimal, currencyCode: currency }),
    tokenizationSpecification: shape({
      type: oneOf('PAYMENT_GATEWAY', 'DIRECT'),
      parameters: shape(
        {},
        {
          gateway: oneOf('paykka', 'paykkaeu'),
          gatewayMerchantId: text(64, 1),
          protocolVersion: oneOf('ECv2'),
          publicKey: base64,
        },
      ),
    }),
    authMethod: oneOf('PAN_ONLY', 'CRYPTOGRAM_3DS'),
  },
  { merchantId: text(64, 1), card: lastFour },
)

/** Reads the body; the merchant session may be PayKKa's string or what a page parsed it to. */
export function readAppleRequest(body: unknown): AppleRequest {
  const request = accept<AppleRequest & { merchantSession: unknown }>(APPLE, body)
  return { ...request, merchantSession: sessionId(request.merchantSession) }
}

/** Reads the body. */
export function readGoogleRequest(body: unknown): GoogleRequest {
  const request = accept<GoogleRequest>(GOOGLE, body)
  const { type, parameters } = request.tokenizationSpecification
  const needed = type === 'DIRECT' ? parameters.publicKey : parameters.gatewayMerchantId
  if (needed === undefined) throw invalid(`${type} needs publicKey or gateway and gatewayMerchantId`)
  return request
}

function sessionId(session: unknown): string {
  const value = typeof session === 'string' ? parse(session) : session
  const id = isRecord(value) ? value.merchantSessionIdentifier : undefined
  if (typeof id !== 'string') throw invalid('merchantSession is no merchant session')
  return id
}

function parse(value: string): unknown {
  try {
    return JSON.parse(value)
  } catch {
    return undefined
  }
}
