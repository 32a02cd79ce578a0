/** What the shopper sees: the bank's challenge, the hosted checkout, the way back to the shop. */

import type { Dialect } from './dialects.ts'
import { asksToStore } from './hosted.ts'
import { escapeHtml, formatAmount, SUBMIT_SCRIPT } from './html.ts'
import type { Order } from './order.ts'
import type { CheckoutSession } from './state.ts'
import { METHOD_NAMES } from './words.ts'

// What shoppers know under another name than PayKKa's list.
const PAGE_NAMES: Readonly<Record<string, string>> = {
  BANKCARD: 'Card',
  APPLE_PAY: 'Apple Pay',
  GOOGLE_PAY: 'Google Pay',
  WECHAT_PAY: 'WeChat Pay',
  WECHAT_PAY_GLOBAL: 'WeChat Pay',
  ALIPAY_PLUS: 'Alipay+',
  PAYMAYA: 'Maya',
}

/** The bank asks the shopper; works without JavaScript. */
export function challengePage(order: Order): string {
  return `<p class="mark">Demo bank · test page of the PayKKa emulator</p>
<h1>Confirm this payment</h1>
<p>Your bank wants to be sure that it is you.</p>
${summary([
  ['Amount', formatAmount(order.amount, order.currency)],
  ['Card', `ending in ${order.card?.last4 ?? '····'}`],
])}
<form method="post">
<button class="main" name="decision" value="approve">Approve</button>
<button name="decision" value="fail">Fail</button>
<button name="decision" value="cancel">Cancel</button>
</form>`
}

/** The hosted checkout. */
export function hostedPage(session: CheckoutSession, dialect: Dialect): string {
  const { amount, currency, trans_id: transId, display_merchant_name: shop = 'Demo shop' } = session.request
  const sum = formatAmount(amount, currency)
  return `<p class="mark">PayKKa emulator · no real money moves</p>
<h1>Pay ${escapeHtml(shop)}</h1>
${summary([
  ['Amount', sum],
  ['Order', transId],
])}
<form method="post">
<fieldset><legend>Pay with</legend>${session.methods.map(methodChoice).join('')}</fieldset>
${session.request.bill?.billing_address_collection === 'REQUIRED' ? billingAddress(session.request.bill) : ''}
${asksToStore(session, dialect) ? '<label><input type="checkbox" name="store">Save for next time</label>' : ''}
<button class="main" name="decision" value="pay">Pay ${escapeHtml(sum)}</button>
<button name="decision" value="cancel" formnovalidate>Cancel</button>
</form>`
}

const BILL_FIELDS = {
  first_name: 'First name',
  last_name: 'Last name',
  address_line1: 'Address',
  postal_code: 'Postal code',
  city: 'City',
  country: 'Country',
} as const

/** `billing_address_collection: REQUIRED`: the page asks the shopper, and begins with what the purchase brought. */
function billingAddress(bill: Readonly<Record<string, unknown>>): string {
  const fields = Object.entries(BILL_FIELDS).map(
    ([name, label]) =>
      `<label>${label} <input name="${name}" value="${escapeHtml(String(bill[name] ?? ''))}" required></label>`,
  )
  return `<fieldset><legend>Billing address</legend>${fields.join('')}</fieldset>`
}

/** A page about something already over, with the way back. */
export function donePage(heading: string, returnUrl: string | undefined): string {
  const back = returnUrl === undefined ? '' : `<p><a href="${escapeHtml(returnUrl)}">Back to the shop</a></p>`
  return `<h1>${escapeHtml(heading)}</h1><p>Nothing more is needed here.</p>${back}`
}

/** The way back as a cross-site POST; its fields prove nothing, as with PayKKa. */
export function returnForm(url: string, fields: Record<string, string>): string {
  const inputs = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${name}" value="${escapeHtml(value)}">\n`,
  )
  return `<h1>Back to the shop</h1>
<form method="post" action="${escapeHtml(url)}">
${inputs.join('')}<button class="main">Continue</button>
</form>
<script>${SUBMIT_SCRIPT}</script>`
}

function summary(rows: readonly (readonly [string, string])[]): string {
  return `<dl>${rows.map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`).join('')}</dl>`
}

function methodChoice(method: string, index: number): string {
  const name = PAGE_NAMES[method] ?? METHOD_NAMES[method] ?? method
  const checked = index === 0 ? ' checked' : ''
  return `<label><input type="radio" name="method" value="${escapeHtml(method)}"${checked}>${escapeHtml(name)}</label>`
}
