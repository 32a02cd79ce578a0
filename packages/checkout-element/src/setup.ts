/** What the element’s properties open: a checkout, nothing yet, or a mistake of the page. */
import { parseBffUrl } from './addresses.ts'
import type { Access } from './bff-client.ts'
import type { Environment } from './environment.ts'
import type { CheckoutErrorCode } from './errors.ts'
import { keptSecret } from './kept-secret.ts'

export type Setup =
  | { kind: 'access'; access: Access }
  | { kind: 'wrong'; code: CheckoutErrorCode }
  /** The secret may simply still be on its way. */
  | { kind: 'waiting' }

/** Reads the properties; without a secret, a checkout this browser came back from is looked up. */
export function readSetup(bffUrlText: string, secret: string, env: Environment): Setup {
  const bffUrl = parseBffUrl(bffUrlText)
  if (!bffUrl) return { kind: 'wrong', code: bffUrlText ? 'bff_url_invalid' : 'bff_url_missing' }
  const returned = secret ? null : env.returnedCheckout()
  const clientSecret = secret || (returned && keptSecret(returned, bffUrl, env.now()))
  if (!clientSecret && returned) return { kind: 'wrong', code: 'client_secret_missing' }
  if (!globalThis.isSecureContext) return { kind: 'wrong', code: 'insecure_context' }
  return clientSecret ? { kind: 'access', access: { bffUrl, clientSecret } } : { kind: 'waiting' }
}
