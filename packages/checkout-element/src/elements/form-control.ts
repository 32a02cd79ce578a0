/** The element in the form around it: validity, value, CSS states, and payment before the form is submitted. */
import type { CheckoutState } from '../checkout/checkout-state.ts'
import { isFollowed } from '../checkout/checkout-state.ts'
import { cardRequired } from '../ui/checkout-messages.ts'

/** The element, as the form control calls it. */
export interface FormParticipant extends HTMLElement {
  submit(): Promise<void>
  /** Shows the errors of the card form and moves the focus to the first one. */
  revealProblems(): void
}

export class FormControl {
  readonly internals: ElementInternals
  readonly #element: FormParticipant
  #form: HTMLFormElement | null = null
  /** The submitter of the form that waits for the payment; `undefined` when none waits. */
  #waiting: HTMLElement | null | undefined
  #paid = false
  #payment: string | null = null

  constructor(element: FormParticipant) {
    this.#element = element
    this.internals = element.attachInternals()
    element.addEventListener('invalid', this.#onInvalid)
    element.addEventListener('click', this.#onClick)
  }

  /** Moves the listener to another form. Called first, so that it receives a submit before the page does. */
  associate(form: HTMLFormElement | null): void {
    this.#form?.removeEventListener('submit', this.#onSubmit, true)
    this.#form = form
    this.#waiting = undefined
    form?.addEventListener('submit', this.#onSubmit, true)
  }

  /** Updates validity, states and value. `ended` is the reason why the checkout can no longer be paid. */
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

  /** The value is the payment's id, never card data. */
  #settle(payment: string | null): void {
    if (payment !== this.#payment) this.internals.setFormValue(payment)
    this.#payment = payment
    const submitter = this.#waiting
    this.#waiting = undefined
    // After the current update, because the page's submit handlers may change the element.
    if (submitter !== undefined) queueMicrotask(() => this.#resubmit(submitter))
  }

  #resubmit(submitter: HTMLElement | null): void {
    const stillThere = submitter && 'form' in submitter && submitter.form === this.#form
    this.#form?.requestSubmit(stillThere ? submitter : null)
  }

  #setStates(words: readonly string[]): void {
    // Older browsers have `ElementInternals` without `states`.
    const states = this.internals.states as CustomStateSet | undefined
    if (!states) return
    for (const word of [...states]) if (!words.includes(word)) states.delete(word)
    for (const word of words) states.add(word)
  }

  /** Pays first and stops this submit event. The form is submitted again after the payment. */
  #onSubmit = (event: SubmitEvent): void => {
    if (this.#paid || this.#element.matches(':disabled')) return
    event.preventDefault()
    event.stopImmediatePropagation()
    this.#waiting = event.submitter
    void this.#element.submit()
  }

  /** A click on a `<label for>` of the page targets the element itself, not a node inside it. */
  #onClick = (event: MouseEvent): void => {
    if (event.composedPath()[0] === this.#element) this.#element.focus()
  }

  /**
   * The browser focuses the first invalid control of a form, if it can be focused. The element is made focusable for that
   * moment. If it got the focus, the focus moves on to the first invalid field; `checkValidity()` alone moves nothing.
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

/** Public names of states, where they differ from the internal names. */
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
