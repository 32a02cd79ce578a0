/** What can happen to a wallet's sheet, and what the shopper sees then. The browser test plays each row. */
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

const APPLE = { apple_pay: true, google_pay: false }
const GOOGLE = { apple_pay: false, google_pay: true }

/** What shoppers, banks, shops and the network do. */
export type Happening =
  | 'pays'
  | 'cancels'
  | 'declined'
  | 'no-answer'
  | 'amount-changed'
  | 'contact-refused'
  | 'no-session'
  | 'BUYER_ACCOUNT_ERROR'
  | 'DEVELOPER_ERROR'
  | 'INTERNAL_ERROR'
  | 'MERCHANT_ACCOUNT_ERROR'

const googleError = (about: string): SheetCase => ({
  wallets: GOOGLE,
  happens: `Google ends its sheet with this code, which is about ${about}. The console shows code and message.`,
  sees: '"The wallet could not be opened. Nothing was charged." The other ways to pay stay.',
})

/** Google's codes: https://developers.google.com/pay/api/web/reference/error-objects */
export const USUAL: Record<Happening, SheetCase> = {
  pays: { wallets: BOTH, happens: 'The shopper agrees, and the bank too.', sees: '"Payment successful".' },
  cancels: {
    wallets: BOTH,
    happens: 'The shopper closes the sheet. For Google this is the code CANCELED.',
    sees: 'The form, unlocked; nothing is charged.',
  },
  declined: {
    wallets: BOTH,
    happens: 'The bank declines.',
    sees: '"Your bank declined the payment", and what to do. Google\'s sheet stays open for another card.',
  },
  'no-answer': {
    wallets: BOTH,
    happens: 'The answer to the payment is lost.',
    sees: 'The sheet closes without a claim; "Do not pay again", until the page knows the result.',
  },
  'amount-changed': {
    wallets: BOTH,
    happens: 'The shop changed the price after the sheet had shown it.',
    sees: '"The amount has changed", with both amounts; nothing is charged.',
  },
  'contact-refused': {
    wallets: BOTH,
    happens: 'The page refuses the address, before anything is sent.',
    sees: "The page's own words in the sheet, which stays open for another address.",
  },
  'no-session': {
    wallets: APPLE,
    happens: 'The BFF or PayKKa gives no merchant session, also at the second try.',
    sees: 'The sheet closes; "The wallet could not be opened. Nothing was charged."',
  },
  BUYER_ACCOUNT_ERROR: googleError("the shopper's Google account"),
  DEVELOPER_ERROR: googleError('the request or the merchant id'),
  INTERNAL_ERROR: googleError("Google's servers"),
  MERCHANT_ACCOUNT_ERROR: googleError("the merchant's account at Google"),
}
