/** The ways to pay beside the card form. Their code is loaded only when a checkout offers one. */
import type { ReactiveController } from 'lit'
import type { CheckoutContext } from '../checkout/checkout-context.ts'
import { checkoutOf } from '../checkout/checkout-state.ts'
import type { MethodOffer, PublicCheckout } from '../checkout/wire.ts'
import { takesCards } from '../ui/announcer.ts'
import type { Methods, MethodsOptions } from './methods.ts'
import type { Choice } from './pay-method.ts'
import type { Picker } from './picker-view.ts'

type PickerCode = typeof import('./picker.ts')

export class MethodChoice implements ReactiveController {
  readonly #context: CheckoutContext
  readonly #options: MethodsOptions
  readonly #loadCode: () => Promise<PickerCode>
  #code: PickerCode | null = null
  #methods: Methods | null = null
  #checkout = ''
  #settled = true

  constructor(context: CheckoutContext, loadCode: () => Promise<PickerCode>, options: MethodsOptions) {
    this.#context = context
    this.#loadCode = loadCode
    this.#options = options
    context.element.addController(this)
  }

  hostDisconnected(): void {
    this.#leave()
  }

  /** False until each way to pay has reported whether it can be used. */
  get settled(): boolean {
    return this.#settled || this.#methods?.settled === true
  }

  /** What the pay button pays with. */
  get chosen(): Choice | null {
    return this.#methods ? this.#methods.chosen : 'card'
  }

  get methods(): Methods | null {
    return this.#methods
  }

  /** What the checkout offers, as far as it is known. */
  offersOf(checkout: PublicCheckout): readonly MethodOffer[] {
    return this.#methods?.offers ?? checkout.methods
  }

  /** False when the checkout cannot be paid in any way. */
  canPay(checkout: PublicCheckout): boolean {
    return this.#methods?.payable ?? takesCards(checkout)
  }

  /** Updates the ways to pay from a checkout; a new checkout starts again. */
  follow(checkout: PublicCheckout): void {
    this.#methods?.follow(checkout)
    // A checkout that cannot be paid loads nothing, above all no scripts of wallets. A decline opens it again.
    const wanted = this.#methods || checkout.status === 'open' ? checkout.id : ''
    if (wanted === this.#checkout) return
    this.#leave()
    this.#checkout = wanted
    this.#settled = !wanted || !(offersMore(checkout) || this.#context.element.billingDetails)
    if (!this.#settled) void this.#load(checkout)
  }

  /** `null` also without a checkout: the button could not show its amount. */
  view(locked: boolean): Picker | null {
    if (!checkoutOf(this.#context.checkout.state)) return null
    return (this.#methods && this.#code?.pickerView(this.#methods, locked)) ?? null
  }

  /** Drops the ways to pay of another checkout. */
  #leave(): void {
    this.#methods?.disconnect()
    this.#methods = null
    this.#checkout = ''
    this.#settled = true
  }

  async #load(checkout: PublicCheckout): Promise<void> {
    this.#code ??= await this.#loadCode().catch(() => null)
    if (checkout.id !== this.#checkout) return
    if (this.#code) {
      this.#options.deferred.adopt(this.#code.pickerStyles)
      this.#methods = new this.#code.Methods(this.#context, checkout, this.#options)
    } else {
      // The card form works without them.
      this.#settled = true
      this.#options.changed()
    }
  }
}

const offersMore = ({ methods, cards, saveCard, recurring, billing }: PublicCheckout): unknown =>
  cards.length ||
  billing?.required ||
  saveCard !== 'off' ||
  recurring ||
  methods.some(({ type, available }) => type !== 'card' && available)
