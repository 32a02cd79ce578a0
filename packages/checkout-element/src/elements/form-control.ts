/** The element’s part in the form around it: validity, value, CSS states, and paying before the form is submitted. */
import type { CheckoutState } from '../checkout/checkout-state.ts'
import { isFollowed } from '../checkout/checkout-state.ts'
import { cardRequired } from '../ui/checkout-messages.ts'

/** What the form asks of the element. */
export interface FormParticipant extends HTMLElement {
  submit(): Promise<void>
  /** Shows what is wrong in the card form and goes to the first wrong field. */
  revealProblems(): void
}

export class FormControl {
  readonly internals: ElementInternals
  readonly #element: FormParticipant
  #form: HTMLFormElement | null = null
  /** The submit that waits for the payment; `undefined` when none does. */
  #waiting: HTMLElement | null | undefined
  #paid = false
  #payment: string | null = null

  constructor(element: FormParticipant) {
    this.#element = element
    this.internals = element.attachInternals()
    element.addEventListener('invalid', this.#onInvalid)
    element.addEventListener('click', this.#onClick)
  }

  /** Follows the element into another form. Called first, so that it hears a submit before the page does. */
  associate(form: HTMLFormElement | null): void {
    this.#form?.removeEventListener('submit', this.#onSubmit, true)
    this.#form = form
    this.#waiting = undefined
    form?.addEventListener('submit', this.#onSubmit, true)
  }

  /** Takes over what the checkout and the card form are at. `ended` is why it can no longer be paid. */
  follow(state: CheckoutState, complete: boolean, ended: string | null): void {
    this.#paid = state.kind === 'paid'
    this.#judge(state, complete, ended)
    this.#setStates(stateWords(state, this.internals.validity.valid))
    if (state.kind === 'paid') this.#settle(state.payment?.id ?? state.checkout.lastPayment?.id ?? null)
    else if (state.kind !== 'paying' && !isFollowed(state)) this.#waiting = undefined
  }

  #judge(state: CheckoutState, complete: boolean, ended: string | null): void {
    if (ended !== null) this.internals.setValidity({ customError: true }, ended)
    else if (state.kind === 'loading' || (state.kind === 'ready' && !complete))
      this.internals.setValidity({ valueMissing: true }, cardRequired())
    else this.internals.setValidity({})
  }

  /** The value is the payment’s id and never anything of the card. */
  #settle(payment: string | null): void {
    if (payment !== this.#payment) this.internals.setFormValue(payment)
    this.#payment = payment
    const submitter = this.#waiting
    this.#waiting = undefined
    // Not inside the update that found it: the page’s submit handlers may change the element.
    if (submitter !== undefined) queueMicrotask(() => this.#resubmit(submitter))
  }

  #resubmit(submitter: HTMLElement | null): void {
    const stillThere = submitter && 'form' in submitter && submitter.form === this.#form
    this.#form?.requestSubmit(stillThere ? submitter : null)
  }

  #setStates(words: readonly string[]): void {
    // Older browsers have the internals but not the set of states.
    const states = this.internals.states as CustomStateSet | undefined
    if (!states) return
    for (const word of [...states]) if (!words.includes(word)) states.delete(word)
    for (const word of words) states.add(word)
  }

  /** Pays first. Nobody else hears of this submit; the one after the payment is for them. */
  #onSubmit = (event: SubmitEvent): void => {
    if (this.#paid || this.#element.matches(':disabled')) return
    event.preventDefault()
    event.stopImmediatePropagation()
    this.#waiting = event.submitter
    void this.#element.submit()
  }

  /** A click on a `<label for>` of the page comes as one on the element itself, and on nothing inside it. */
  #onClick = (event: MouseEvent): void => {
    if (event.composedPath()[0] === this.#element) this.#element.focus()
  }

  /**
   * The browser goes to the first wrong control of a form if it can be focused; for that moment the element can.
   * Where it did go there, the way leads on to the first wrong field; a mere `checkValidity()` goes nowhere.
   */
  #onInvalid = (): void => {
    const element = this.#element
    if (element.hasAttribute('tabindex') || hasFocus(element)) return
    element.tabIndex = -1
    setTimeout(() => {
      const chosen = hasFocus(element)
      element.removeAttribute('tabindex')
      if (chosen) element.revealProblems()
    })
  }
}

const hasFocus = (element: Element): boolean =>
  (element.getRootNode() as Document | ShadowRoot).activeElement === element

/** Names of states that are called otherwise inside. */
const WORDS: Partial<Record<CheckoutState['kind'], string>> = {
  paying: 'processing',
  action: 'action-required',
  paid: 'succeeded',
}

/** The names for `:state()`. */
export function stateWords(state: CheckoutState, valid: boolean): string[] {
  const banner = state.kind === 'ready' && state.banner ? [state.banner.kind] : []
  return [WORDS[state.kind] ?? state.kind, ...banner, valid ? 'valid' : 'invalid']
}
