/** Opens what the element’s properties name: the checkout, and the frame of its card form beside it. */
import type { ReactiveController, ReactiveElement } from 'lit'
import type { CardEntryController } from '../card/entry/card-entry-controller.ts'
import type { CheckoutController } from '../checkout/checkout-controller.ts'
import type { PayFlow } from '../checkout/pay-flow.ts'
import { explain, readSetup } from '../checkout/setup.ts'
import type { Environment } from '../environment.ts'
import type { CheckoutErrorCode } from '../errors.ts'
import { CheckoutError } from '../errors.ts'
import type { Language } from '../locales/language.ts'

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

/** A page that gets its secret from its server has it by then. */
const SECRET_TIMEOUT_MS = 5000

export class Opening implements ReactiveController {
  readonly #parts: OpeningParts
  #opened: string | null = null
  #life = new AbortController()

  constructor(parts: OpeningParts) {
    this.#parts = parts
    parts.element.addController(this)
  }

  hostConnected(): void {
    this.#opened = null
    this.#parts.element.requestUpdate()
  }

  hostDisconnected(): void {
    this.#life.abort()
  }

  /** The same values again change nothing. */
  hostUpdate(): void {
    const { bffUrl, clientSecret, isConnected } = this.#parts.element
    const wanted = `${bffUrl} ${clientSecret}`
    if (!isConnected || wanted === this.#opened) return
    this.#opened = wanted
    this.#life.abort()
    this.#life = new AbortController()
    this.#parts.flow.forget()
    // Not inside the update that found it: the first move must already be able to ask for a new one.
    queueMicrotask(() => this.#start())
  }

  /** The next update opens anew what is missing. */
  retry = (): void => {
    const { element, checkout, card } = this.#parts
    if (card.error) card.close()
    if (checkout.state.kind === 'stopped') this.#opened = null
    element.requestUpdate()
  }

  async #start(): Promise<void> {
    const { element, environment, language, checkout, card } = this.#parts
    const { bffUrl, clientSecret } = element
    const { signal } = this.#life
    // Back from the bank there is an outcome to show, and what shows it knows the secret.
    const back = clientSecret ? null : environment.returnedCheckout()
    const later = back ? await environment.loadLater().catch(() => null) : null
    if (signal.aborted) return
    const setup = readSetup(bffUrl, clientSecret || (later?.keptSecret(bffUrl, environment) ?? ''))
    if (setup.kind === 'wrong') return await this.#wrong(setup.code)
    if (setup.kind === 'waiting')
      return await this.#wrong(
        back ? (later ? 'client_secret_lost' : 'bff_unreachable') : 'client_secret_missing',
      )
    void checkout.open(setup.access)
    // The frame loads beside the checkout, not after it.
    if (element.cardEntry === 'frame') card.open('frame', setup.access.bffUrl, language.locale)
  }

  /** What is missing may still be on its way; a mistake is told at once. */
  async #wrong(code: CheckoutErrorCode): Promise<void> {
    const { element, environment, checkout } = this.#parts
    const { bffUrl, clientSecret } = element
    const { signal } = this.#life
    if (!clientSecret && !environment.returnedCheckout()) await environment.wait(SECRET_TIMEOUT_MS, signal)
    const found = signal.aborted ? code : await explain(environment, code, { bffUrl, clientSecret })
    if (!signal.aborted) checkout.stop(new CheckoutError(found))
  }
}
