/** A Lit element that is a form control; what it controls is told to `control` by the class that extends it. */
import { LitElement } from 'lit'
import type { FormParticipant } from './form-control.ts'
import { FormControl } from './form-control.ts'

export abstract class FormElement extends LitElement implements FormParticipant {
  static formAssociated = true

  /** @internal */
  protected readonly control: FormControl = new FormControl(this)
  /** @internal True while the element or a fieldset around it is disabled. */
  barred = false

  abstract submit(): Promise<void>
  abstract reset(): void
  /** @internal */
  abstract revealProblems(): void

  /** @internal */
  formAssociatedCallback(form: HTMLFormElement | null): void {
    this.control.associate(form)
  }

  /** @internal */
  formDisabledCallback(disabled: boolean): void {
    this.barred = disabled
    this.requestUpdate()
  }

  /** @internal */
  formResetCallback(): void {
    this.reset()
  }

  /** The form around the element. */
  get form(): HTMLFormElement | null {
    return this.control.internals.form
  }

  /** What is wrong, as any form control tells it. */
  get validity(): ValidityState {
    return this.control.internals.validity
  }

  /** What is wrong, in the shopper’s words. */
  get validationMessage(): string {
    return this.control.internals.validationMessage
  }

  /** False while the element is disabled. */
  get willValidate(): boolean {
    return this.control.internals.willValidate
  }

  /** True when the card is complete, or nothing is left to be typed. */
  checkValidity(): boolean {
    return this.control.internals.checkValidity()
  }

  /** Like `checkValidity()`, and shows what is wrong and goes to the first wrong field. */
  reportValidity(): boolean {
    const valid = this.checkValidity()
    if (!valid) this.revealProblems()
    return valid
  }
}
