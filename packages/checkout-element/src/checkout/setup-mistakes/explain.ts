/** Finds the setup mistake behind an error and reports it to the developer. Loaded when something is wrong. */

import type { CheckoutErrorCode } from '../../errors.ts'
import { parseBffUrl } from '../addresses.ts'
import type { Access } from '../bff-client.ts'
import type { Found } from './judge.ts'
import { judgeAddress, judgeSecret } from './judge.ts'
import { isMistake, report } from './mistakes.ts'
import { foreignAround, isFrameForbidden, isRefused, reach } from './probes.ts'

/** One checkout, or a shopper's saved cards. */
export type Resource = 'checkout' | 'shopper'

export { report } from './mistakes.ts'
export { watchPolicy } from './probes.ts'

/**
 * The code of the mistake behind an error, or the error's own code when no mistake is found.
 * @param given the page's `bff-url` and `client-secret`, as written
 * @param resource what the secret gives access to
 */
export async function explain(
  code: CheckoutErrorCode,
  given: Access,
  resource: Resource = 'checkout',
): Promise<CheckoutErrorCode> {
  const bffUrl = parseBffUrl(given.bffUrl)
  const mistake =
    bffUrl === null ? judgeAddress(given.bffUrl) : await find(code, { ...given, bffUrl }, resource)
  const named = mistake ?? (isMistake(code) ? { code, facts: {} } : null)
  if (!named || (code === 'bff_unreachable' && navigator.onLine === false)) return code
  report(named.code, { bff: bffUrl ?? '', ...named.facts })
  return named.code
}

async function find(code: CheckoutErrorCode, access: Access, resource: Resource): Promise<Found | null> {
  switch (code) {
    case 'unauthorized':
      return judgeSecret(access.clientSecret) ?? unknownSecret(resource)
    case 'bff_unreachable':
      return judgeSecret(access.clientSecret) ?? (await whyUnreachable(access.bffUrl))
    case 'card_frame_unreachable':
      return await whyNoFrame(access.bffUrl)
    default:
      return null
  }
}

/** A shopper's secret is valid for a short time only, so an unknown one may have expired. */
const unknownSecret = (resource: Resource): Found | null =>
  resource === 'checkout' ? { code: 'client_secret_unknown', facts: {} } : null

async function whyUnreachable(bffUrl: string): Promise<Found | null> {
  switch (await reach(bffUrl)) {
    case 'policy':
      return { code: 'csp_connect_src', facts: {} }
    case 'something':
      return await whereElse(bffUrl)
    case 'bff':
      return await whyRefused(bffUrl)
    case 'nothing':
      return { code: 'bff_unreachable', facts: {} }
  }
}

async function whereElse(bffUrl: string): Promise<Found> {
  const { origin } = new URL(bffUrl)
  const isAbove = origin !== bffUrl && (await reach(origin)) === 'bff'
  return isAbove
    ? { code: 'bff_url_path', facts: { value: bffUrl, better: origin } }
    : { code: 'bff_not_found', facts: {} }
}

async function whyRefused(bffUrl: string): Promise<Found | null> {
  if (!(await isRefused(bffUrl))) return null
  return { code: globalThis.origin === 'null' ? 'page_sandboxed' : 'origin_not_allowed', facts: {} }
}

async function whyNoFrame(bffUrl: string): Promise<Found | null> {
  if ((await reach(bffUrl)) !== 'bff') return null
  if (await isFrameForbidden(`${bffUrl}/card-frame`)) return { code: 'csp_frame_src', facts: {} }
  const outer = foreignAround()
  return outer
    ? { code: 'page_in_foreign_frame', facts: { outer } }
    : { code: 'card_frame_blocked', facts: {} }
}
