/** For whom a token is encrypted: PayKKa, or the merchant when the shop's server opens tokens itself. */

import type { KeyObject } from 'node:crypto'
import { createPublicKey } from 'node:crypto'
import { invalid } from '../refusal.ts'
import type { AppleRecipient } from './apple-seal.ts'
import type { GoogleRecipient } from './google-seal.ts'
import { publicKeyOf } from './google-seal.ts'
import type { WalletKeys } from './keys.ts'
import type { AppleRequest, GoogleRequest } from './mint-requests.ts'

/** @returns PayKKa's own key unless the request names a merchant's payment processing key */
export function appleRecipient(given: AppleRequest['recipient'], keys: WalletKeys): AppleRecipient {
  if (given === undefined)
    return { publicKey: keys.apple.publicKey, merchantIdentifier: keys.merchantIdentifier }
  const der = Buffer.from(given.publicKey, 'base64')
  const publicKey = readable(() => createPublicKey({ key: der, format: 'der', type: 'spki' }))
  return { publicKey, merchantIdentifier: given.merchantIdentifier }
}

/** @returns the gateway for PAYMENT_GATEWAY, the merchant for DIRECT */
export function googleRecipient(request: GoogleRequest, keys: WalletKeys): GoogleRecipient {
  const { type, parameters } = request.tokenizationSpecification
  if (type === 'PAYMENT_GATEWAY') {
    return {
      publicKey: keys.google.publicKey,
      recipientId: `gateway:${parameters.gateway ?? 'paykka'}`,
    }
  }
  const point = Buffer.from(parameters.publicKey ?? '', 'base64')
  return {
    publicKey: readable(() => publicKeyOf(point)),
    recipientId: `merchant:${request.merchantId ?? ''}`,
  }
}

function readable(read: () => KeyObject): KeyObject {
  try {
    return read()
  } catch {
    throw invalid('publicKey is not a P-256 key')
  }
}
