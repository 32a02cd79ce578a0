/** A way to pay on PayKKa’s own page. */
import { readDetails } from '../../checkout/details.ts'
import { hostedWays } from '../../checkout/hosted-ways.ts'
import { AppError, invalidField } from '../../errors.ts'
import { hostedPurpose } from '../keep-card.ts'
import type { MethodOpener } from './open-method.ts'

export const openHostedMethod: MethodOpener<'hosted'> = async (parts, { checkout }, { ways }) => {
  const { hosted } = parts.offer
  const offered = hostedWays(hosted.methods, checkout).map(({ code }) => code)
  if (offered.length === 0) throw new AppError('method_unavailable')
  const foreign = ways.find((way) => !offered.includes(way))
  if (foreign !== undefined) throw invalidField('/methods', `"${foreign}" is not offered by this checkout`)
  const { locale, merchantName, themeId } = readDetails(checkout)
  const shown = ways.length > 0 ? ways : offered
  return {
    type: 'hosted',
    keep: hostedPurpose(checkout, shown),
    purchase: {
      kind: 'hosted',
      ways: shown,
      codes: hosted.codes,
      merchantName: merchantName ?? hosted.merchantName,
      themeId: themeId ?? hosted.themeId,
      locale,
      // PayKKa’s page must not outlive the checkout.
      expiresAt: Math.min(parts.now() + hosted.lifetimeMs, checkout.expires_at),
    },
    wipe: () => {},
  }
}
