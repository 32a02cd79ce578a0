/** Seals a card for the BFF as a compact JWE (contract §3.2). After this the card exists only as ciphertext. */
import type { CardKey, CardPlaintext } from '../wire.ts'
import type { Card } from './card.ts'

/** For whom and when a card is sealed. `now` is server time in milliseconds. */
export type SealContext = { key: CardKey; checkout: string; now: () => number }

const loadJose = () => import('jose/jwe/compact/encrypt')

/** Fetches the sealing code ahead of time, so that pressing pay does not wait for it. */
export const warmUpSealing = (): void => void loadJose().catch(() => undefined)

/** False where the browser offers no Web Crypto; a card must then not even be typed. */
export const canSeal = (): boolean => globalThis.isSecureContext && globalThis.crypto?.subtle !== undefined

/** Encrypts the card to the BFF’s public key and wipes the plain bytes. */
export async function sealCard(card: Card, context: SealContext): Promise<string> {
  const { CompactEncrypt } = await loadJose()
  const key = await importKey(context.key)
  const bytes = new TextEncoder().encode(JSON.stringify(plaintextOf(card, context)))
  try {
    return await new CompactEncrypt(bytes)
      .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', kid: context.key.kid })
      .encrypt(key)
  } finally {
    bytes.fill(0)
  }
}

function plaintextOf({ brand: _, ...card }: Card, { checkout, now }: SealContext): CardPlaintext {
  return { ...card, checkout, iat: Math.floor(now() / 1000) }
}

const importKey = ({ kty, crv, x, y }: CardKey): Promise<CryptoKey> =>
  crypto.subtle.importKey('jwk', { kty, crv, x, y }, { name: 'ECDH', namedCurve: 'P-256' }, false, [])
