/** Loads the code of appearances when page or server give one. */
import type { CheckoutContext } from '../checkout/checkout-context.ts'
import { checkoutOf } from '../checkout/checkout-state.ts'

type Code = typeof import('./appearance/appearance.ts')

const GIVEN = '[labels],[density],[holder],[card-layout],[icon-style],:has(>[slot=appearance])'

export class AppearanceLoader {
  /** False until a given appearance is applied, or cannot be loaded; `null` while none is given. */
  settled: boolean | null = null
  readonly #load: () => Promise<Code>
  #code: Code | null = null

  constructor(load: () => Promise<Code>) {
    this.#load = load
  }

  follow(context: CheckoutContext): void {
    const { element, checkout } = context
    this.#code?.followAppearance(context)
    if (this.settled !== null) return
    if (!element.appearance && !checkoutOf(checkout.state)?.appearance && !element.matches(GIVEN)) return
    this.settled = false
    const done = (code: Code | null): void => {
      this.#code = code
      this.settled = true
      element.requestUpdate()
    }
    void this.#load().then(done, () => done(null))
  }
}
