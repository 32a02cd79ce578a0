/** The client of the shop API. It has a package of its own, which this one depends on. */
export * from '@paykka-checkout/client'
