/** The PayKKa emulator, for a shop's own tests. It has a package of its own, which this one depends on. */
export * from '@paykka-checkout/emulator'
