/** What a way to pay may ask of the element, made from the element’s own parts. */
import type { CSSResultOrNative } from 'lit'
import type { CheckoutController } from '../checkout-controller.ts'
import type { CheckoutState } from '../checkout-state.ts'
import { checkoutOf } from '../checkout-state.ts'
import type { Environment } from '../environment.ts'
import type { Texts } from '../localization.ts'
import { lookOf } from '../theme/look.ts'
import type { WalletOptions } from '../wallets/options.ts'
import type { Availability, MethodContext, PayEnd } from './pay-method.ts'

/** The element, as the picker sees it. */
export interface MethodsHost {
  readonly element: HTMLElement & { readonly wallets: WalletOptions }
  readonly checkoutController: CheckoutController
  readonly environment: Environment
  readonly language: { readonly locale: string; readonly texts: Texts }
  readonly dark: boolean
  requestUpdate(): void
  dispatchEvent(event: Event): boolean
  adopt(styles: CSSResultOrNative): void
  /** The ways, the chosen one, or what can be used of them has changed. */
  methodsMoved(): void
  /** Takes the permission to pay. */
  begin(): boolean
  pay(payWith: Parameters<MethodContext['pay']>[0]): Promise<void>
}

export function contextFor(
  host: MethodsHost,
  availabilityChanged: (availability: Availability) => void,
): MethodContext {
  const controller = host.checkoutController
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
      return host.dark
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
      return lookOf(host.element, host.dark, host.language.locale, host.language.texts)
    },
    requestUpdate: () => host.requestUpdate(),
    dispatchEvent: (event) => host.dispatchEvent(event),
    availabilityChanged,
    begin: () => host.begin(),
    pay: async (payWith) => {
      await host.pay(payWith)
      return endOf(controller.state)
    },
    reprice: () => controller.reprice(),
    giveBack: (error) => controller.giveBack(error ?? null),
  }
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
