/** The `payment` object of a purchase, per payment method. Secrets stay bytes and never become a string. */
import type {
  EncryptedCardPurchase,
  Purchase,
  StoredCardPurchase,
  WalletPurchase,
} from '../payments/gateway.ts'
import { holderName } from './order-data.ts'

/** `secret` is `"name":"value",…` without braces, inserted unchanged; the code that inserts it wipes it. */
type PaymentObject = { open: Record<string, unknown>; secret?: Buffer }

const CARD_MEMBERS = {
  number: 'card_no',
  expYear: 'exp_year',
  expMonth: 'exp_month',
  cvc: 'cvv',
  holderName: 'holder_name',
} as const

/** @returns the members of `payment` */
export function paymentObject(purchase: Purchase): PaymentObject {
  const { method, shopper, billing } = purchase
  const about = { ...storing(purchase), holder_email: shopper.email ?? billing?.email }
  switch (method.kind) {
    case 'card':
      return {
        open: { payment_method: 'BANKCARD', ...about },
        secret: method.card.toJsonMembers(CARD_MEMBERS),
      }
    case 'encrypted_card':
      return {
        open: { payment_method: 'BANKCARD', ...about, ...encryptedMembers(method, holderName(purchase)) },
      }
    case 'stored_card':
      return storedCardObject(method, purchase.keep, about)
    case 'hosted':
      throw new TypeError("PayKKa's own page takes no payment object")
    case 'apple_pay':
    case 'google_pay':
      return walletObject(method, { ...about, holder_name: holderName(purchase) })
  }
}

/** @returns the members that name the shopper and what PayKKa stores */
export function storing({ shopper, keep }: Purchase): Record<string, unknown> {
  return {
    shopper_reference: shopper.reference,
    ...(keep ? { store_payment_method: true, token_usage: USAGES[keep] } : {}),
  }
}

/** PayKKa's name for each purpose of a stored card. */
const USAGES = {
  saved_card: 'CARD_ON_FILE',
  subscription: 'SUBSCRIPTION',
  unscheduled: 'UNSCHEDULED_CARD_ON_FILE',
} as const

/** A saved card that begins an agreement is stored once more, for the agreement. */
function storedCardObject(
  method: StoredCardPurchase,
  keep: Purchase['keep'],
  about: Record<string, unknown>,
): PaymentObject {
  const open = {
    payment_method: 'BANKCARD',
    ...about,
    token: method.token,
    token_usage: USAGES[keep ?? method.usage],
  }
  if (!method.code) return { open }
  return { open, secret: Buffer.concat([Buffer.from('"cvv":"'), method.code, Buffer.from('"')]) }
}

/** Ciphertext of PayKKa's script. Source: PayKKa Encrypted Card and API reference v3. */
function encryptedMembers(method: EncryptedCardPurchase, name: string | undefined): Record<string, unknown> {
  return {
    encrypted_card_no: method.number,
    encrypted_exp_year: method.expYear,
    encrypted_exp_month: method.expMonth,
    encrypted_cvv: method.cvc,
    holder_name: method.holderName ?? name,
  }
}

const WALLET_MEMBERS = {
  number: 'card_no',
  expYear: 'exp_year',
  expMonth: 'exp_month',
  authentication: 'token_authentication',
  cryptogram: 'cryptogram',
  format: 'token_format',
  eci: 'eci',
} as const

/** An encrypted token is passed on unchanged; of a decrypted one PayKKa gets card and cryptogram. */
function walletObject(method: WalletPurchase, about: Record<string, unknown>): PaymentObject {
  const open = { payment_method: method.kind === 'apple_pay' ? 'APPLE_PAY' : 'GOOGLE_PAY', ...about }
  if ('sealed' in method) return { open: { ...open, token_data: method.sealed } }
  const format = method.card.panOnly ? 'pan_only' : 'cryptogram_3ds'
  return { open, secret: method.card.toJsonMembers(WALLET_MEMBERS, format) }
}

/**
 * @param body the rest of the request
 * @returns the request with `payment` as its last member
 */
export function withPayment(body: Record<string, unknown>, { open, secret }: PaymentObject): Buffer {
  const json = JSON.stringify({ ...body, payment: open })
  if (!secret) return Buffer.from(json)
  // Inserted before the two closing braces.
  const bytes = Buffer.concat([Buffer.from(`${json.slice(0, -2)},`), secret, Buffer.from('}}')])
  secret.fill(0)
  return bytes
}
