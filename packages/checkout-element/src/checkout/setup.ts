/** What the element’s properties open: a checkout, nothing yet, or a mistake of the page. */

import type { Environment } from '../environment.ts'
import type { CheckoutErrorCode } from '../errors.ts'
import { parseBffUrl } from './addresses.ts'
import type { Access } from './bff-client.ts'
import type { Facts, MistakeCode } from './setup-mistakes/mistakes.ts'

export type Setup =
  | { kind: 'access'; access: Access }
  | { kind: 'wrong'; code: CheckoutErrorCode }
  /** The secret may simply still be on its way. */
  | { kind: 'waiting' }

/** Reads the properties. */
export function readSetup(bffUrlText: string, secretText: string): Setup {
  const bffUrl = parseBffUrl(bffUrlText)
  if (!bffUrl) return { kind: 'wrong', code: bffUrlText ? 'bff_url_invalid' : 'bff_url_missing' }
  if (!globalThis.isSecureContext) return { kind: 'wrong', code: 'insecure_context' }
  // Templates and copied values leave white space around it.
  const clientSecret = secretText.trim()
  return clientSecret ? { kind: 'access', access: { bffUrl, clientSecret } } : { kind: 'waiting' }
}

/** The code of the mistake behind an error, once its developer was told; the error's own where that cannot be found out. */
export const explain = (
  env: Environment,
  code: CheckoutErrorCode,
  given: Access,
): Promise<CheckoutErrorCode> =>
  env
    .loadSetup()
    .then((setup) => setup.explain(code, given))
    .catch(() => code)

/** Tells the developer of a mistake in the page's console. */
export const tellMistake = (env: Pick<Environment, 'loadSetup'>, code: MistakeCode, facts?: Facts): void =>
  void env.loadSetup().then(
    (setup) => setup.tell(code, facts),
    () => undefined,
  )
