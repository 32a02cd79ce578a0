/** A Lit element that is a form control. Its subclass keeps `control` up to date. */
import { LitElement } from 'lit'
import type { FormParticipant } from './form-control.ts'
import { FormControl } from './form-control.ts'

export abstract class FormElement extends LitElement implements FormParticipant {
  static formAssociated = true

  /** @internal */
  protected readonly control: FormControl = new FormControl(this)
  /** @internal True while the element or a fieldset around it is disabled. */
  formDisabled = false

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
    this.formDisabled = disabled
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

  /** Standard validity, as in any form control. */
  get validity(): ValidityState {
    return this.control.internals.validity
  }

  /** The validation message in the shopper's language. */
  get validationMessage(): string {
    return this.control.internals.validationMessage
  }

  /** False while the element is disabled. */
  get willValidate(): boolean {
    return this.control.internals.willValidate
  }

  /** True when the card is complete, or nothing must be typed. */
  checkValidity(): boolean {
    return this.control.internals.checkValidity()
  }

  /** Like `checkValidity()`, and also shows the errors and focuses the first invalid field. */
  reportValidity(): boolean {
    const valid = this.checkValidity()
    if (!valid) this.revealProblems()
    return valid
  }
}
