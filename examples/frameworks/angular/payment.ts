/** A payment form in Angular. `CUSTOM_ELEMENTS_SCHEMA` tells its compiler that the tag is not one of Angular's. */
import '@paykka-checkout/element/define'
import { Component, CUSTOM_ELEMENTS_SCHEMA, InjectionToken, inject, signal } from '@angular/core'
import type { PaykkaChangeEvent } from '@paykka-checkout/element'
import type { CheckoutAccess } from '../shared/open-checkout.ts'
import { MESSAGES } from '../shared/open-checkout.ts'

/** What the shop's server answered. */
export const CHECKOUT_ACCESS = new InjectionToken<CheckoutAccess>('checkout access')

@Component({
  selector: 'shop-payment',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <form #form (submit)="onSubmit($event, form)">
      <label>Note for the courier <input #input (input)="note.set(input.value)" /></label>
      <label><input type="checkbox" (change)="dark.set(!dark())" /> Dark</label>
      <label><input type="checkbox" checked (change)="byCard.set(!byCard())" /> Pay now</label>
      @if (byCard()) {
        <paykka-checkout
          name="payment"
          pay-button="none"
          [bffUrl]="access.bffUrl"
          [clientSecret]="access.clientSecret ?? ''"
          [messages]="messages"
          [theme]="dark() ? 'dark' : 'light'"
          (paykka-change)="onChange($event)"
        />
      }
      <p>{{ note() }} <span id="card">{{ card() }}</span></p>
      <button type="submit">Buy</button>
      <output>{{ receipt() }}</output>
    </form>
  `,
})
export class Payment {
  readonly access = inject(CHECKOUT_ACCESS)
  readonly messages = MESSAGES
  readonly note = signal('')
  readonly dark = signal(false)
  readonly byCard = signal(true)
  readonly card = signal('')
  readonly receipt = signal('')

  onChange(event: PaykkaChangeEvent): void {
    this.card.set(event.complete ? `${event.brand} ending in ${event.last4}` : '')
  }

  /** Heard once the payment succeeded. */
  onSubmit(event: Event, form: HTMLFormElement): void {
    event.preventDefault()
    this.receipt.set(String(new FormData(form).get('payment')))
  }
}
