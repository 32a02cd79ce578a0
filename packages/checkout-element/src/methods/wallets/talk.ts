/** What a sheet and the page tell each other. Loaded only where the page asks for more than a payment. */

export { ask, hold } from './hold.ts'
export { APPLE_FIELDS, addressOf, appleContact, googleContact } from './wallet-contact.ts'
export {
  PaykkaBillingContactEvent,
  PaykkaCouponEvent,
  PaykkaShippingContactEvent,
  PaykkaShippingMethodEvent,
} from './wallet-events.ts'
