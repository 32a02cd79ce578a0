/** A payment method on PayKKa's own page. */
import type { HostedMethod } from '@paykka-checkout/shared-types'
import { readDetails } from '../../checkouts/checkout-details.ts'
import { planPage } from '../../checkouts/hosted-page.ts'
import { hostedWays } from '../../checkouts/hosted-ways.ts'
import type { CheckoutRow } from '../../database/tables.ts'
import { AppError, invalidField } from '../../domain/errors.ts'
import type { PayParts } from '../purchases/pay-parts.ts'
import { hostedPurpose } from '../saved-cards/keep-card.ts'
import type { MethodPreparer } from './prepared-method.ts'

export const prepareHostedMethod: MethodPreparer<'hosted'> = async (parts, { checkout }, { ways }) => {
  const { hosted } = parts.offer
  const page = planPage(ways, offeredWays(parts, checkout, ways))
  const { locale, merchantName, themeId } = readDetails(checkout)
  return {
    type: 'hosted',
    page,
    keep: hostedPurpose(checkout, ways.length > 0 ? ways : page.ways),
    purchase: {
      kind: 'hosted',
      ways: page.ways,
      codes: hosted.codes,
      merchantName: merchantName ?? hosted.merchantName,
      themeId: themeId ?? hosted.themeId,
      locale,
      // PayKKa's page must not outlive the checkout.
      expiresAt: Math.min(parts.now() + hosted.lifetimeMs, checkout.expires_at),
    },
    wipe: () => {},
  }
}

/**
 * @param asked the methods the shopper wants to choose from
 * @returns every method that the checkout offers on PayKKa's page
 * @throws AppError method_unavailable when there is none, validation_failed when a requested one is not offered
 */
export function offeredWays(
  { offer }: Pick<PayParts, 'offer'>,
  checkout: CheckoutRow,
  asked: HostedMethod[],
): HostedMethod[] {
  const offered = hostedWays(offer.hosted.methods, checkout).map(({ code }) => code)
  if (offered.length === 0) throw new AppError('method_unavailable')
  const foreign = asked.find((way) => !offered.includes(way))
  if (foreign !== undefined) throw invalidField('/methods', `"${foreign}" is not offered by this checkout`)
  return offered
}
