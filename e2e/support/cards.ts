/** The emulator's test cards by what they do. */
export const CARDS = {
  succeeds: '4242424242424242',
  challenge: '5555555555554444',
  softDecline: '4000000000003220',
  doNotHonor: '4000000000000002',
  insufficientFunds: '4000000000009995',
  expired: '4000000000000069',
  wrongCvc: '4000000000000127',
  processing: '4000000000000119',
  chargedNoAnswer: '4000000000000259',
  notChargedNoAnswer: '4000000000000341',
} as const
