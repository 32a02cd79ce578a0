/** Loads paying and its results before they are needed, and then reports every move to the page and the shopper. */
import type { CSSResultOrNative, LitElement } from 'lit'
import { adoptStyles } from 'lit'
import type { CheckoutContext } from './checkout-context.ts'
import type { CheckoutState } from './checkout-state.ts'

export type Deferred = typeof import('./deferred.ts')

export class DeferredCode {
  /** The code, once it is loaded. */
  code: Deferred | null = null

  readonly #context: CheckoutContext
  /** Loads the code; rejects when it cannot be loaded. */
  readonly load: () => Promise<Deferred>
  readonly #styles: CSSResultOrNative[] = []
  #loading: Promise<void> | null = null
  /** Moves that were not reported yet, oldest first. */
  #pending: [CheckoutState, CheckoutState][] = []

  constructor(context: CheckoutContext, load: () => Promise<Deferred>) {
    this.#context = context
    this.load = load
  }

  /** Loads the code; a call after a failure tries again. */
  prefetch(): void {
    if (!this.code) this.#loading ??= this.load().then(this.#loaded, this.#failed)
  }

  /** Reports a move to page and shopper, after the moves before it. */
  follow(before: CheckoutState, after: CheckoutState): void {
    this.#pending.push([before, after])
    this.#reportAll()
    if (after.kind !== 'loading' && (after.kind !== 'ready' || after.banner)) this.prefetch()
  }

  /** Adds styles that were loaded later to the element's shadow root. */
  adopt = (styles: CSSResultOrNative): void => {
    const { element } = this.#context
    const { elementStyles } = element.constructor as typeof LitElement
    this.#styles.push(styles)
    adoptStyles(element.renderRoot as ShadowRoot, [...elementStyles, ...this.#styles])
  }

  #loaded = (code: Deferred): void => {
    const { element, environment } = this.#context
    this.code = code
    this.adopt(code.resultStyles)
    code.sweepSecrets(environment.now())
    this.#reportAll()
    element.requestUpdate()
  }

  #failed = (): void => {
    this.#loading = null
  }

  #reportAll(): void {
    const { code } = this
    if (!code) return
    for (const [before, after] of this.#pending.splice(0)) code.reportMove(this.#context, before, after)
  }
}
