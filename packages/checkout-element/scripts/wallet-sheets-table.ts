/** What wallets do on a bad day, and what the shopper sees then. The browser test plays each row. */
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
    happens: 'The wallet throws at the click. The console names its words.',
    sees: '"The wallet could not be opened. Nothing was charged." The next click opens a sheet.',
  },
  'refuses-session': {
    wallets: { apple_pay: true, google_pay: false },
    happens: 'Apple does not take the merchant session.',
    sees: 'The sheet closes; "The wallet could not be opened. Nothing was charged."',
  },
  'closes-silently': {
    wallets: BOTH,
    happens: 'The sheet is gone, and no event, callback or promise says so.',
    sees: '"Processing…" and "Pay another way", which frees the form.',
  },
  'skips-callback': {
    wallets: { apple_pay: false, google_pay: true },
    happens: 'Google settles its promise without its callback.',
    sees: 'The payment that was agreed to, made once.',
  },
  'authorizes-late': {
    wallets: BOTH,
    happens: 'A sheet that was given up authorizes all the same.',
    sees: "The wallet's own error in the sheet; the page stays as it is, and nothing is charged.",
  },
  'authorizes-twice': {
    wallets: BOTH,
    happens: 'The wallet authorizes twice.',
    sees: 'One payment.',
  },
  'cancels-after-authorization': {
    wallets: BOTH,
    happens: 'The sheet closes while the page looks at the contacts.',
    sees: 'The form, free again; nothing is charged. Once the payment is sent, its own outcome counts.',
  },
}
