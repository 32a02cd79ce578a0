/** `@paykka-checkout/bff/client`: what `@paykka-checkout/client` exports, for this version only. */
export * from '@paykka-checkout/client'
/** @deprecated Its name is `createClient`. */
export { createClient as createShopClient } from '@paykka-checkout/client'
