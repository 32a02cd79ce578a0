/** Misbehavior of wallets, and what the shopper sees then. The browser test plays each row. */
import type { Misbehavior } from '../src/testing/wallets/index.ts'

export type SheetCase = {
  wallets: { apple_pay: boolean; google_pay: boolean }
  happens: string
  sees: string
}

const BOTH = { apple_pay: true, google_pay: true }

export const CASES: Record<Misbehavior, SheetCase> = {
  throws: {
    wallets: BOTH,
    happens: 'The wallet throws at the click. The console shows its message.',
    sees: '"The wallet could not be opened. Nothing was charged." The next click opens a sheet.',
  },
  'refuses-session': {
    wallets: { apple_pay: true, google_pay: false },
    happens: 'Apple does not accept the merchant session.',
    sees: 'The sheet closes; "The wallet could not be opened. Nothing was charged."',
  },
  'closes-silently': {
    wallets: BOTH,
    happens: 'The sheet disappears without any event, callback or promise.',
    sees: '"Processing…" and "Pay another way", which unlocks the form.',
  },
  'skips-callback': {
    wallets: { apple_pay: false, google_pay: true },
    happens: 'Google settles its promise without its callback.',
    sees: 'One payment, as the shopper agreed.',
  },
  'authorizes-late': {
    wallets: BOTH,
    happens: 'A sheet that was given up authorizes anyway.',
    sees: "The wallet's own error in the sheet; the page stays as it is, and nothing is charged.",
  },
  'authorizes-twice': {
    wallets: BOTH,
    happens: 'The wallet authorizes twice.',
    sees: 'One payment.',
  },
  'cancels-after-authorization': {
    wallets: BOTH,
    happens: 'The sheet closes while the page checks the contacts.',
    sees: 'The form, unlocked; nothing is charged. Once the payment is sent, its outcome counts.',
  },
}
