/** Sends the shopper to the bank: in this tab, or in a dialog over the page. */
import type { CSSResultOrNative } from 'lit'
import { CheckoutError } from '../../errors.ts'
import { PaykkaErrorEvent } from '../../events.ts'
import { actionUrl } from '../../ui/action-url.ts'
import { payAnotherWay } from '../../ui/results/another-way.ts'
import { PaykkaActionRequiredEvent } from '../../ui/results/result-events.ts'
import type { CheckoutContext } from '../checkout-context.ts'
import type { PublicPayment } from '../wire.ts'

type Adopt = (styles: CSSResultOrNative) => void

/**
 * Goes, unless the address cannot be trusted or the page wants to go there itself.
 * @param adopt adds the styles of the dialog to the element
 * @param signal aborted when the payment goes on, or the element leaves the page
 */
export async function goToBank(
  payment: PublicPayment,
  context: CheckoutContext,
  adopt: Adopt,
  signal: AbortSignal,
): Promise<void> {
  const { element, environment } = context
  const url = wayToBank(payment, element)
  if (!url) return
  // A cross-origin isolated page cannot embed a bank's page, which lacks the required header.
  if (element.challenge !== 'modal' || globalThis.crossOriginIsolated) return environment.navigate(url)
  try {
    await showInDialog(url, context, adopt, signal)
  } catch {
    // The code of the dialog cannot be loaded, but the bank's page can.
    environment.navigate(url)
  }
}

function wayToBank(payment: PublicPayment, page: EventTarget): string | null {
  const url = actionUrl({ payment })
  if (!url)
    page.dispatchEvent(new PaykkaErrorEvent(new CheckoutError('action_url_refused', payment.supportCode)))
  return url && page.dispatchEvent(new PaykkaActionRequiredEvent(payment.id, url)) ? url : null
}

async function showInDialog(
  url: string,
  context: CheckoutContext,
  adopt: Adopt,
  signal: AbortSignal,
): Promise<void> {
  const { element, environment } = context
  const { openChallenge, challengeStyles } = await import('../challenge/challenge-dialog.ts')
  const root = element.shadowRoot
  if (!root) return
  adopt(challengeStyles)
  openChallenge({
    root,
    bffUrl: element.bffUrl,
    url,
    environment,
    signal,
    over: () => void element.refresh(),
    leave: () => void payAnotherWay(context),
  })
}
