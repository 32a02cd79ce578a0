/** What a sheet and the page tell each other. Loaded only where the page asks for more than a payment. */
export { APPLE_FIELDS, addressOf, appleContact, googleContact } from './contact.ts'
export { ask, hold } from './hold.ts'
export {
  PaykkaBillingContactEvent,
  PaykkaCouponEvent,
  PaykkaShippingContactEvent,
  PaykkaShippingMethodEvent,
} from './wallet-events.ts'
