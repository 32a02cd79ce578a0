/** Seals a card, or a security code alone, for the BFF as a compact JWE (contract §3.2). After this it exists only as ciphertext. */
import type { CardKey } from '../../checkout/wire.ts'
import type { Card } from '../form/card.ts'
import type { SealOutcome } from './card-entry.ts'
import { assertOnCurve } from './curve.ts'

/** For whom and when a card is sealed. `now` is server time in milliseconds. */
export type SealContext = { key: CardKey; checkout: string; now: () => number }

const loadJose = () => import('jose/jwe/compact/encrypt')

/** Fetches the sealing code ahead of time, so that pressing pay does not wait for it. */
export const warmUpSealing = (): void => void loadJose().catch(() => undefined)

/** False where the browser offers no Web Crypto; a card must then not even be typed. */
export const canSeal = (): boolean => globalThis.isSecureContext && globalThis.crypto?.subtle !== undefined

/** Seals the card to the BFF’s public key. */
export async function sealCard({ brand, ...card }: Card, context: SealContext): Promise<SealOutcome> {
  const outcome = await sealed(card, context)
  return outcome.kind === 'sealed' ? { ...outcome, brand, last4: card.number.slice(-4) } : outcome
}

/** Seals the security code of a saved card. */
export const sealCode = (cvc: string, context: SealContext): Promise<SealOutcome> => sealed({ cvc }, context)

type Secret = Omit<Card, 'brand'> | Pick<Card, 'cvc'>

/** A failure to seal is told by a code; whatever the browser threw may hold what was typed. */
async function sealed(secret: Secret, context: SealContext): Promise<SealOutcome> {
  try {
    return { kind: 'sealed', jwe: await encrypt(secret, context) }
  } catch {
    return { kind: 'failed', code: 'seal_failed' }
  }
}

/** Binds it to checkout and moment, encrypts, and wipes the plain bytes. */
async function encrypt(secret: Secret, context: SealContext): Promise<string> {
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
