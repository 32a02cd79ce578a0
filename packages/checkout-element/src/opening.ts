/** Opens what the element’s properties name: the checkout, and the frame of its card form beside it. */
import type { ReactiveController, ReactiveElement } from 'lit'
import type { CardEntryController } from './card-entry-controller.ts'
import type { CheckoutController } from './checkout-controller.ts'
import type { Environment } from './environment.ts'
import { CheckoutError } from './errors.ts'
import type { Language } from './language.ts'
import type { PayFlow } from './pay-flow.ts'
import { readSetup } from './setup.ts'

/** The element and its parts, as this sees them. */
export type OpeningParts = {
  readonly element: ReactiveElement & {
    readonly bffUrl: string
    readonly clientSecret: string
    readonly cardEntry: string
  }
  readonly environment: Environment
  readonly language: Language
  readonly checkout: CheckoutController
  readonly card: CardEntryController
  readonly flow: PayFlow
}

export class Opening implements ReactiveController {
  readonly #parts: OpeningParts
  #opened = ''

  constructor(parts: OpeningParts) {
    this.#parts = parts
    parts.element.addController(this)
  }

  hostConnected(): void {
    this.#opened = ''
    this.#parts.element.requestUpdate()
  }

  /** The same values again change nothing. */
  hostUpdate(): void {
    const { bffUrl, clientSecret, isConnected } = this.#parts.element
    const wanted = `${bffUrl} ${clientSecret}`
    if (!isConnected || wanted === this.#opened || wanted === ' ') return
    this.#opened = wanted
    this.#parts.flow.forget()
    // Not inside the update that found it: the first move must already be able to ask for a new one.
    queueMicrotask(() => this.#start())
  }

  /** The next update opens anew what is missing. */
  retry = (): void => {
    const { element, checkout, card } = this.#parts
    if (card.error) card.close()
    if (checkout.state.kind === 'stopped') this.#opened = ''
    element.requestUpdate()
  }

  #start(): void {
    const { element, environment, language, checkout, card, flow } = this.#parts
    const { clientSecret } = element
    const setup = readSetup(element.bffUrl, clientSecret, environment)
    if (setup.kind === 'wrong') checkout.stop(new CheckoutError(setup.code))
    if (setup.kind !== 'access') return
    // Back from the bank there is an outcome to show.
    flow.expect(!clientSecret)
    void checkout.open(setup.access)
    // The frame loads beside the checkout, not after it.
    if (element.cardEntry === 'frame') card.open('frame', setup.access.bffUrl, language.locale)
  }
}
