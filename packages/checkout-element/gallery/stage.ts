/** The states of the gallery, and the objects that produce them. */
import type { PaykkaCardForm } from '../src/card/form/card-form.ts'
import type { PublicCheckout } from '../src/checkout/wire.ts'
import type { PaykkaCheckout } from '../src/elements/paykka-checkout.ts'
import type { Call, FakeWorld } from '../test/support/fake-world.ts'

export type Stage = {
  element: PaykkaCheckout
  world: FakeWorld
  form(): PaykkaCardForm
  /** Fills the form, pays, and returns the request that waits for its answer. */
  pay(): Promise<Call>
}
export type State = {
  title: string
  /** The BFF's checkout; `null` for a BFF that does not answer yet. */
  checkout: Partial<PublicCheckout> | null
  /** The steps after that. */
  act?: (stage: Stage) => Promise<void> | void
  /** The element, if it is not the checkout. */
  tag?: 'paykka-express' | 'paykka-saved-cards'
  layout?: 'accordion'
  details?: PaykkaCheckout['billingDetails']
  /** `true` loads the ways to pay beside the card form. */
  ways?: true
  /** Prepares the page before the element is created. */
  before?: () => void
  /** `true` when no card form is shown, so that nothing waits for it. */
  noForm?: boolean
}
