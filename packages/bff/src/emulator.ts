/** The PayKKa emulator for a shop's tests, from its own package. */
export * from '@paykka-checkout/emulator'
