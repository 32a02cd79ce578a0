/** What a way to pay may ask of the element, made from the element’s own parts. */
import type { CSSResultOrNative, LitElement } from 'lit'
import type { CheckoutController } from '../checkout/checkout-controller.ts'
import type { CheckoutState } from '../checkout/checkout-state.ts'
import { checkoutOf } from '../checkout/checkout-state.ts'
import type { PayFlow } from '../checkout/pay-flow.ts'
import type { PublicCheckout } from '../checkout/wire.ts'
import type { Environment } from '../environment.ts'
import type { Texts } from '../locales/texts.ts'
import { lookOf } from '../ui/theme/look.ts'
import type { Availability, MethodContext, PayEnd } from './pay-method.ts'
import type { WalletOptions } from './wallets/wallet-options.ts'

/** The element and its parts, as the picker sees them. */
export interface MethodsHost {
  readonly element: LitElement & { readonly wallets: WalletOptions }
  readonly checkout: CheckoutController
  readonly environment: Environment
  readonly language: { readonly locale: string; readonly texts: Texts }
  readonly page: { readonly dark: boolean }
  /** What takes the permission to pay, and pays. */
  readonly flow: Pick<PayFlow, 'begin' | 'pay'>
  adopt(styles: CSSResultOrNative): void
  /** The ways, the chosen one, or what can be used of them has changed. */
  methodsMoved(): void
}

export function contextFor(
  host: MethodsHost,
  availabilityChanged: (availability: Availability) => void,
): MethodContext {
  const controller = host.checkout
  return {
    get checkout() {
      return known(checkoutOf(controller.state))
    },
    get access() {
      return known(controller.access)
    },
    environment: host.environment,
    get locale() {
      return host.language.locale
    },
    get dark() {
      return host.page.dark
    },
    get wallets() {
      return host.element.wallets
    },
    get nonce() {
      return host.element.nonce || (document.querySelector<HTMLElement>('script[nonce]')?.nonce ?? '')
    },
    get root() {
      return known(host.element.shadowRoot)
    },
    get look() {
      return lookOf(host.element, host.page.dark, host.language.locale, host.language.texts)
    },
    requestUpdate: () => host.element.requestUpdate(),
    dispatchEvent: (event) => host.element.dispatchEvent(event),
    availabilityChanged,
    begin: () => host.flow.begin(),
    pay: async (payWith) => {
      await host.flow.pay(payWith)
      return endOf(controller.state)
    },
    reprice: () => reprice(controller),
    giveBack: (error) => controller.giveBack(error ?? null),
  }
}

/** Reads the checkout again for an open sheet; `null` when it can no longer be paid, or is no longer shown. */
async function reprice(controller: CheckoutController): Promise<PublicCheckout | null> {
  const { access } = controller
  const answer = await controller.load()
  if (controller.access !== access || answer.kind !== 'ok' || answer.value.status !== 'open') return null
  controller.move({ type: 'repriced', checkout: answer.value })
  return controller.state.kind === 'paying' ? controller.state.checkout : null
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
