/** What a state of the gallery is, and the stage on which it is brought about. */
import type { PaykkaCardForm } from '../src/card/form/card-form.ts'
import type { PublicCheckout } from '../src/checkout/wire.ts'
import type { PaykkaCheckout } from '../src/elements/paykka-checkout.ts'
import type { Call, FakeWorld } from '../test/support/fake-world.ts'

export type Stage = {
  element: PaykkaCheckout
  world: FakeWorld
  form(): PaykkaCardForm
  /** Fills the form, pays, and gives the request that waits for its answer. */
  pay(): Promise<Call>
}
export type State = {
  title: string
  /** What the BFF says of the checkout; `null` for a BFF that does not answer yet. */
  checkout: Partial<PublicCheckout> | null
  /** What happens then. */
  act?: (stage: Stage) => Promise<void> | void
  /** The element, where it is not the checkout. */
  tag?: 'paykka-express' | 'paykka-saved-cards'
  layout?: 'list'
  /** `true` loads the ways to pay beside the card form. */
  ways?: true
  /** What must be there before the element. */
  before?: () => void
  /** `true` where the card form is not to be seen, so that nothing waits for it. */
  noForm?: boolean
}
