/** Encrypts a card, or only a security code, for the BFF as a compact JWE. Then it exists only as ciphertext. */
import type { CardKey } from '../../checkout/wire.ts'
import type { Card } from '../form/card.ts'
import type { SealOutcome } from './card-entry.ts'
import { assertOnCurve } from './curve.ts'

/** The key, the checkout, and the server's time (`now`, Unix milliseconds). */
export type EncryptionContext = { key: CardKey; checkout: string; now: () => number }

const loadJose = () => import('jose/jwe/compact/encrypt')

/** Loads the encryption code before it is needed, so that the pay button does not wait for it. */
export const prefetchEncryption = (): void => void loadJose().catch(() => undefined)

/** False when the browser has no Web Crypto; then a card must not even be typed. */
export const canEncrypt = (): boolean => globalThis.isSecureContext && globalThis.crypto?.subtle !== undefined

/** Encrypts the card with the BFF's public key. */
export async function encryptCard(
  { brand, ...card }: Card,
  context: EncryptionContext,
): Promise<SealOutcome> {
  const outcome = await tryEncrypt(card, context)
  return outcome.kind === 'sealed' ? { ...outcome, brand, last4: card.number.slice(-4) } : outcome
}

/** Encrypts the security code of a saved card. */
export const encryptCode = (cvc: string, context: EncryptionContext): Promise<SealOutcome> =>
  tryEncrypt({ cvc }, context)

type Secret = Omit<Card, 'brand'> | Pick<Card, 'cvc'>

/** A failure is reported by a code only, because the browser's error may contain what was typed. */
async function tryEncrypt(secret: Secret, context: EncryptionContext): Promise<SealOutcome> {
  try {
    return { kind: 'sealed', jwe: await encrypt(secret, context) }
  } catch {
    return { kind: 'failed', code: 'seal_failed' }
  }
}

/** Adds checkout and time, encrypts, and overwrites the plain bytes. */
async function encrypt(secret: Secret, context: EncryptionContext): Promise<string> {
  const { CompactEncrypt } = await loadJose()
  const key = await importKey(context.key)
  const plaintext = { ...secret, checkout: context.checkout, iat: Math.floor(context.now() / 1000) }
  const bytes = new TextEncoder().encode(JSON.stringify(plaintext))
  try {
    return await new CompactEncrypt(bytes)
      .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', kid: context.key.kid })
      .encrypt(key)
  } finally {
    bytes.fill(0)
  }
}

async function importKey(key: CardKey): Promise<CryptoKey> {
  assertOnCurve(key)
  const { kty, crv, x, y } = key
  const algorithm = { name: 'ECDH', namedCurve: 'P-256' }
  return await crypto.subtle.importKey('jwk', { kty, crv, x, y }, algorithm, false, [])
}
