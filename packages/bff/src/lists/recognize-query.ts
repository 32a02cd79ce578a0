/** Recognizes the text of a search box by its form. Pure. */
import { emailHash } from '../checkouts/shopper-columns.ts'
import type { PaymentFilters } from '../database/payment-filters-sql.ts'

const ID = '[A-Za-z0-9_-]{22}'

/**
 * @param key key for hashing e-mail addresses
 * @returns the intended filter; an order reference by default
 */
export function recognize(key: Uint8Array, typed: string): PaymentFilters {
  const q = typed.trim()
  if (new RegExp(`^pay_${ID}$`).test(q)) return { id: q }
  if (new RegExp(`^chk_${ID}$`).test(q)) return { checkoutId: q }
  if (new RegExp(`^agr_${ID}$`).test(q)) return { agreementId: q }
  if (new RegExp(`^(cap|voi|ref)_${ID}$`).test(q)) return { operationId: q }
  if (new RegExp(`^dsp_${ID}$`).test(q)) return { disputeId: q }
  if (/^[^\s@]+@[^\s@]+$/.test(q)) return { emailHash: emailHash(key, q) }
  if (/^[A-Z2-7]{32}$/.test(q)) return { transId: q }
  const code = supportLetters(q)
  if (code !== undefined && /[\s-]/.test(q)) return { transPrefix: code }
  if (/^\d{4}$/.test(q)) return { cardLast4: q }
  return { orderReference: q }
}

/** @returns the `trans_id` prefix of a support code; undefined when the text is not a support code */
export function supportLetters(code: string): string | undefined {
  const letters = code.replaceAll(/[\s-]/g, '').toUpperCase()
  return /^[A-Z2-7]{8}$/.test(letters) ? letters : undefined
}
