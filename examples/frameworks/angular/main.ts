/** Starts the Angular app, without zones: signals tell what changed. */
import { provideZonelessChangeDetection } from '@angular/core'
import { bootstrapApplication } from '@angular/platform-browser'
import { openCheckout } from '../shared/open-checkout.ts'
import { CHECKOUT_ACCESS, Payment } from './payment.ts'

const access = await openCheckout('angular')

await bootstrapApplication(Payment, {
  providers: [provideZonelessChangeDetection(), { provide: CHECKOUT_ACCESS, useValue: access }],
})
