/** Seals a card the way the element does, for tests of the server. */
import type { CardKey } from '@paykka-checkout/shared-types'
import { CompactEncrypt, importJWK } from 'jose'

export type CardInput = {
  number: string
  expMonth: string
  expYear: string
  cvc: string
  holderName?: string
  checkout: string
  iat: number
}

/** @returns a compact JWE; what is left out is filled with a card that succeeds */
export async function sealCard(
  key: CardKey,
  card: Partial<CardInput>,
  header: Record<string, string> = {},
): Promise<string> {
  const plaintext = { number: '4242424242424242', expMonth: '12', expYear: '2031', cvc: '123', ...card }
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(plaintext)))
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', kid: key.kid, ...header })
    .encrypt(await importJWK(key, 'ECDH-ES'))
}
