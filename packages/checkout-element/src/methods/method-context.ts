/** Builds the context of one way to pay from the element's context. */
import type { Checkout, CheckoutContext } from '../checkout/checkout-context.ts'
import type { CheckoutState } from '../checkout/checkout-state.ts'
import { checkoutOf } from '../checkout/checkout-state.ts'
import type { PayFlow } from '../checkout/pay-flow.ts'
import type { PublicCheckout } from '../checkout/wire.ts'
import { lookOf } from '../ui/theme/look.ts'
import type { BillingSlot } from './billing-slot.ts'
import type { Availability, MethodContext, PayEnd } from './pay-method.ts'

export function contextFor(
  context: CheckoutContext,
  flow: Pick<PayFlow, 'begin'>,
  billing: BillingSlot,
  availabilityChanged: (availability: Availability) => void,
  inRows: () => boolean,
): MethodContext {
  const { checkout, element } = context
  return {
    get checkout() {
      return known(checkoutOf(checkout.state))
    },
    get access() {
      return known(checkout.access)
    },
    environment: context.environment,
    get locale() {
      return context.language.locale
    },
    get dark() {
      return context.page.dark
    },
    get wallets() {
      return { ...billing.sheet, ...element.wallets }
    },
    get nonce() {
      return element.nonce || (document.querySelector<HTMLElement>('script[nonce]')?.nonce ?? '')
    },
    get root() {
      return known(element.shadowRoot)
    },
    get look() {
      return lookOf(element, context.page.dark, context.language.locale, context.language.texts)
    },
    get inRows() {
      return inRows()
    },
    requestUpdate: () => element.requestUpdate(),
    dispatchEvent: (event) => element.dispatchEvent(event),
    availabilityChanged,
    report: context.mistakes.report,
    begin: () => flow.begin(),
    submit: () => void element.submit(),
    pay: async (payWith) => {
      await checkout.pay(billing.withSheet(payWith))
      return endOf(checkout.state)
    },
    reprice: () => reprice(checkout),
    giveBack: (error) => checkout.giveBack(error ?? null),
  }
}

/** Reads the checkout again for an open sheet; `null` when it can no longer be paid or is no longer shown. */
async function reprice(checkout: Checkout): Promise<PublicCheckout | null> {
  const { access } = checkout
  const answer = await checkout.load()
  if (checkout.access !== access || answer.kind !== 'ok' || answer.value.status !== 'open') return null
  checkout.move({ type: 'repriced', checkout: answer.value })
  return checkout.state.kind === 'paying' ? checkout.state.checkout : null
}

/** A way to pay exists only while a checkout is open. */
function known<T>(value: T | null): T {
  if (value === null) throw new TypeError('There is no checkout any more.')
  return value
}

function endOf({ kind }: CheckoutState): PayEnd {
  if (kind === 'paid') return 'accepted'
  return kind === 'action' || kind === 'processing' || kind === 'unknown' || kind === 'paying'
    ? 'open'
    : 'refused'
}
