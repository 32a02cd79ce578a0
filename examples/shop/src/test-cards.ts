/** The emulator's test cards, as shown to somebody who tries the demo. */

export type TestCard = { number: string; outcome: string }

export const TEST_CARDS: readonly TestCard[] = [
  { number: '4242 4242 4242 4242', outcome: 'Succeeds at once' },
  { number: '5555 5555 5555 4444', outcome: '3-D Secure: approve, fail or cancel' },
  { number: '4000 0000 0000 3220', outcome: 'Declined: the bank asks for 3-D Secure; pay again' },
  { number: '4000 0000 0000 0002', outcome: 'Declined: do not honor' },
  { number: '4000 0000 0000 9995', outcome: 'Declined: insufficient funds' },
  { number: '4000 0000 0000 0069', outcome: 'Declined: expired card' },
  { number: '4000 0000 0000 0127', outcome: 'Declined: wrong security code' },
  { number: '4000 0000 0000 0119', outcome: 'Stays in process, succeeds a little later' },
  { number: '4000 0000 0000 0259', outcome: 'Charged, but the answer is lost' },
  { number: '4000 0000 0000 0341', outcome: 'Not charged, and the answer is lost' },
]
