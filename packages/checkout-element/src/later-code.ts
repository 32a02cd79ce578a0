/** Fetches paying and its results ahead of need, and raises the events whose code comes with them. */
import type { CSSResultOrNative } from 'lit'
import type { CheckoutState } from './checkout-state.ts'
import type { Environment, Later } from './environment.ts'

/** The element, as this sees it. */
export type LaterHost = {
  readonly environment: Environment
  adopt(styles: CSSResultOrNative): void
  dispatchEvent(event: Event): boolean
  requestUpdate(): void
}

export class LaterCode {
  /** The code, once it is here. */
  code: Later | null = null

  readonly #host: LaterHost
  #fetching: Promise<void> | null = null
  /** Moves whose events are not raised yet. */
  #untold: [CheckoutState, CheckoutState][] = []

  constructor(host: LaterHost) {
    this.#host = host
  }

  /** Fetches it; tried again at every call where it failed. */
  want(): void {
    if (!this.code) this.#fetching ??= this.#host.environment.loadLater().then(this.#arrived, this.#failed)
  }

  /** Raises the event a move is worth, after those of the moves before it. */
  tell(before: CheckoutState, after: CheckoutState): void {
    this.#untold.push([before, after])
    this.#tellAll()
  }

  #arrived = (later: Later): void => {
    this.code = later
    this.#host.adopt(later.resultStyles)
    this.#tellAll()
    this.#host.requestUpdate()
  }

  #failed = (): void => {
    this.#fetching = null
  }

  #tellAll(): void {
    const { code } = this
    if (!code) return
    for (const [before, after] of this.#untold.splice(0)) {
      const event = code.eventFor(before, after)
      if (event) this.#host.dispatchEvent(event)
    }
  }
}
