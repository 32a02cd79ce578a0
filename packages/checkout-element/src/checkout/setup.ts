/** Reads the element's properties: they name a checkout, are incomplete, or contain a mistake. */
import type { CheckoutErrorCode } from '../errors.ts'
import { parseBffUrl } from './addresses.ts'
import type { Access } from './bff-client.ts'

export type Setup =
  | { kind: 'access'; access: Access }
  | { kind: 'wrong'; code: CheckoutErrorCode }
  /** The client secret may still arrive. */
  | { kind: 'waiting' }

/** Reads `bff-url` and `client-secret`. */
export function readSetup(bffUrlText: string, secretText: string): Setup {
  const bffUrl = parseBffUrl(bffUrlText)
  if (!bffUrl) return { kind: 'wrong', code: bffUrlText ? 'bff_url_invalid' : 'bff_url_missing' }
  if (!globalThis.isSecureContext) return { kind: 'wrong', code: 'insecure_context' }
  // Templates and copied values leave white space around it.
  const clientSecret = secretText.trim()
  return clientSecret ? { kind: 'access', access: { bffUrl, clientSecret } } : { kind: 'waiting' }
}
