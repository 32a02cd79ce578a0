/** Takes the shopper to the bank: in this tab, or in a dialog over the page. */
import type { CSSResultOrNative, LitElement } from 'lit'
import type { Environment } from '../../environment.ts'
import { CheckoutError } from '../../errors.ts'
import { PaykkaErrorEvent } from '../../events.ts'
import { actionUrl } from '../../ui/action-url.ts'
import { payAnotherWay } from '../../ui/results/another-way.ts'
import { PaykkaActionRequiredEvent } from '../../ui/results/result-events.ts'
import type { CheckoutController } from '../checkout-controller.ts'
import type { PublicPayment } from '../wire.ts'

/** The element, as the way to the bank sees it. */
export type BankVisitor = {
  element: LitElement & { readonly challenge: string; readonly bffUrl: string; refresh(): Promise<void> }
  environment: Environment
  checkout: CheckoutController
  /** Aborted when the payment goes on, or the element leaves the page. */
  signal: AbortSignal
  adopt(styles: CSSResultOrNative): void
}

/** Goes, unless the address cannot be trusted or the page wants to go there itself. */
export async function goToBank(payment: PublicPayment, visitor: BankVisitor): Promise<void> {
  const { element, environment } = visitor
  const url = wayToBank(payment, element)
  if (!url) return
  // A page that isolates itself embeds no page of a bank: none has the header for it.
  if (element.challenge !== 'modal' || globalThis.crossOriginIsolated) return environment.navigate(url)
  try {
    await showInDialog(url, visitor)
  } catch {
    // What the dialog is made of cannot be loaded: the bank’s page can.
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
  { element, environment, checkout, signal, adopt }: BankVisitor,
): Promise<void> {
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
    leave: () => void payAnotherWay(checkout, environment, () => element.requestUpdate()),
  })
}
