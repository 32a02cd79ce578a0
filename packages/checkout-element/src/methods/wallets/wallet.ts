/** Shared by both wallets: the checkout that a sheet shows, and reasons why no wallet works on this page. */

import type { PublicCheckout, UnavailableReason } from '../../checkout/wire.ts'
import { PaykkaCancelEvent } from '../../ui/results/result-events.ts'
import type { MethodContext } from '../pay-method.ts'

/** A checkout with the amounts that a sheet shows. */
export type PricedCheckout = PublicCheckout & { sheet: NonNullable<PublicCheckout['sheet']> }

/** The checkout, or `null` when a sheet cannot show its amount. */
export const priced = (checkout: PublicCheckout): PricedCheckout | null =>
  checkout.sheet ? (checkout as PricedCheckout) : null

/** The shopper closed the sheet. This is no error: only the event is raised. */
export function cancel(context: MethodContext): void {
  context.giveBack()
  context.dispatchEvent(new PaykkaCancelEvent('shopper'))
}

type PermissionsPolicy = { allowsFeature?(feature: string): boolean }
type Policed = { permissionsPolicy?: PermissionsPolicy; featurePolicy?: PermissionsPolicy }

/** Why no wallet can work on this page, or `null`. */
export function pageProblem(): UnavailableReason | null {
  if (!globalThis.isSecureContext) return 'not-secure-context'
  const { permissionsPolicy, featurePolicy } = document as Policed
  const allowed = (permissionsPolicy ?? featurePolicy)?.allowsFeature?.('payment') ?? true
  return allowed ? null : 'iframe-permission'
}
