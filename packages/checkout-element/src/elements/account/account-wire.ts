/** Reads the BFF's answer about a shopper's saved cards and agreements, and checks it before use. */
import type { StoredCard } from '../../checkout/wire.ts'

/** The shopper's permission for the shop to charge a saved card. */
export type Agreement = {
  id: string
  type: 'subscription' | 'unscheduled'
  card: { brand: string; last4: string } | null
  createdAt: string
}

export type Account = { cards: StoredCard[]; agreements: Agreement[]; serverTime: string }

type Fields = Record<string, unknown>
const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null
const isText = (value: unknown): value is string => typeof value === 'string'

const isCard = (value: unknown): value is StoredCard =>
  isObject(value) && [value.id, value.brand, value.last4].every(isText)

function readAgreement(value: unknown): Agreement[] {
  if (!isObject(value) || !isText(value.id) || !isText(value.createdAt)) return []
  const { id, createdAt } = value
  const card =
    isObject(value.card) && isText(value.card.brand) && isText(value.card.last4) ? value.card : null
  const type = value.type === 'subscription' ? 'subscription' : 'unscheduled'
  return [{ id, type, card: card as Agreement['card'], createdAt }]
}

/** The account, or `null` when the answer is not one. Agreements that have ended are left out. */
export function readAccount(body: unknown): Account | null {
  if (!isObject(body) || !Array.isArray(body.cards) || !isText(body.serverTime)) return null
  const agreements = Array.isArray(body.agreements) ? body.agreements : []
  const active = agreements.filter((each: unknown) => isObject(each) && each.status === 'active')
  return {
    cards: body.cards.filter(isCard),
    agreements: active.flatMap(readAgreement),
    serverTime: body.serverTime,
  }
}
