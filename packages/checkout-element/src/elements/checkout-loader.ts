/** Loads the checkout that the element's properties name, and the frame of its card form beside it. */
import type { ReactiveController } from 'lit'
import type { CardEntryController } from '../card/entry/card-entry-controller.ts'
import type { CheckoutContext } from '../checkout/checkout-context.ts'
import type { CheckoutController } from '../checkout/checkout-controller.ts'
import type { DeferredCode } from '../checkout/deferred-code.ts'
import type { PayFlow } from '../checkout/pay-flow.ts'
import { returnedCheckout } from '../checkout/returned-checkout.ts'
import { readSetup } from '../checkout/setup.ts'
import type { CheckoutErrorCode } from '../errors.ts'
import { CheckoutError } from '../errors.ts'

/** The parts that the loader starts. */
export type LoaderParts = {
  readonly checkout: CheckoutController
  readonly card: CardEntryController
  readonly flow: PayFlow
  readonly deferred: DeferredCode
}

/** After this time, a missing client secret counts as a mistake. Milliseconds. */
const SECRET_TIMEOUT_MS = 5000

export class CheckoutLoader implements ReactiveController {
  readonly #context: CheckoutContext
  readonly #parts: LoaderParts
  #opened: string | null = null
  #life = new AbortController()

  constructor(context: CheckoutContext, parts: LoaderParts) {
    this.#context = context
    this.#parts = parts
    context.element.addController(this)
  }

  hostConnected(): void {
    this.#opened = null
    this.#context.element.requestUpdate()
  }

  hostDisconnected(): void {
    this.#life.abort()
  }

  /** Setting the same values again changes nothing. */
  hostUpdate(): void {
    const { bffUrl, clientSecret, isConnected } = this.#context.element
    const wanted = `${bffUrl} ${clientSecret}`
    if (!isConnected || wanted === this.#opened) return
    this.#opened = wanted
    this.#life.abort()
    this.#life = new AbortController()
    this.#parts.flow.forget()
    // After the current update, so that the first move can request a new one.
    queueMicrotask(() => this.#start())
  }

  /** The next update loads again what is missing. */
  retry = (): void => {
    const { checkout, card } = this.#parts
    if (card.error) card.close()
    if (checkout.state.kind === 'stopped') this.#opened = null
    this.#context.element.requestUpdate()
  }

  async #start(): Promise<void> {
    const { element, environment, language } = this.#context
    const { checkout, card } = this.#parts
    const { bffUrl, clientSecret } = element
    const { signal } = this.#life
    // After a return from the bank, the code that shows the outcome also finds the stored secret.
    const back = clientSecret ? null : returnedCheckout()
    const later = back ? await this.#parts.deferred.load().catch(() => null) : null
    if (signal.aborted) return
    const setup = readSetup(bffUrl, clientSecret || (later?.findSecret(bffUrl, environment.now()) ?? ''))
    if (setup.kind === 'wrong') return await this.#wrong(setup.code)
    if (setup.kind === 'waiting')
      return await this.#wrong(
        back ? (later ? 'client_secret_lost' : 'bff_unreachable') : 'client_secret_missing',
      )
    void checkout.open(setup.access)
    // The frame loads in parallel with the checkout.
    if (element.cardEntry === 'frame') card.open('frame', setup.access.bffUrl, language.locale)
  }

  /** A missing secret may still arrive; a wrong value is reported at once. */
  async #wrong(code: CheckoutErrorCode): Promise<void> {
    const { element, environment, mistakes } = this.#context
    const { bffUrl, clientSecret } = element
    const { signal } = this.#life
    if (!clientSecret && !returnedCheckout()) await environment.wait(SECRET_TIMEOUT_MS, signal)
    const found = signal.aborted ? code : await mistakes.explain(code, { bffUrl, clientSecret })
    if (!signal.aborted) this.#parts.checkout.stop(new CheckoutError(found))
  }
}
