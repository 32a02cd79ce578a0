/** The client of the shop API, from its own package. */
export * from '@paykka-checkout/client'
