/** Contacts and events between a sheet and the page. Loaded only when the page asks for more than a payment. */

export { askAndReprice, askPage } from './ask-page.ts'
export { APPLE_FIELDS, addressOf, appleContact, googleContact } from './wallet-contact.ts'
export {
  PaykkaBillingContactEvent,
  PaykkaCouponEvent,
  PaykkaShippingContactEvent,
  PaykkaShippingMethodEvent,
} from './wallet-events.ts'
