/** Takes what is personal out of the JSON that the ledger keeps: details of checkouts, stored answers, events. Pure. */

export type Forgetting = {
  /** Stands in the place of the shop's name for the shopper; undefined leaves that name. */
  pseudonym?: string | undefined
  /** Keys of metadata that hold nothing personal. */
  keepMetadata: readonly string[]
}

type Json = Record<string, unknown>

/** Members that go wherever they are: who it was, what was bought, which card, and what others wrote about it. */
const PERSONAL = new Set(['goods', 'card', 'action', 'gatewayMessage', 'text', 'locale', 'detail'])

/** @returns a copy without personal data; sums, statuses, ids and times are those of before */
export function withoutPerson<T>(value: T, how: Forgetting): T {
  return strip(value, how) as T
}

function strip(value: unknown, how: Forgetting): unknown {
  if (Array.isArray(value)) return value.map((item) => strip(item, how))
  if (typeof value !== 'object' || value === null) return value
  const left = Object.entries(value).flatMap(([name, member]) => {
    const kept = keepMember(name, member, value as Json, how)
    return kept === undefined ? [] : [[name, kept] as const]
  })
  return Object.fromEntries(left)
}

/** @returns undefined where nothing of the member may stay */
function keepMember(name: string, member: unknown, parent: Json, how: Forgetting): unknown {
  if (PERSONAL.has(name)) return undefined
  // Of a refund it is one of four words; of a void somebody wrote it.
  if (name === 'reason' && parent.type === 'void') return undefined
  if (name === 'shopper') return shopperLeft(member, how)
  if (name === 'billing' || name === 'shipping') return pick(member, ['country'])
  if (name === 'metadata') return pick(member, how.keepMetadata)
  if (name === 'returnUrl') return bareAddress(member)
  return strip(member, how)
}

function shopperLeft(shopper: unknown, { pseudonym }: Forgetting): Json | undefined {
  const left = pick(shopper, ['reference'])
  return left && pseudonym !== undefined ? { reference: pseudonym } : left
}

function pick(member: unknown, names: readonly string[]): Json | undefined {
  const left = Object.entries((member ?? {}) as Json).filter(([name]) => names.includes(name))
  return left.length === 0 ? undefined : Object.fromEntries(left)
}

/** @returns the start page: a shop may have put anything into the rest */
export function bareAddress(address: unknown): string {
  const url = URL.parse(String(address))
  return url === null ? '' : `${url.origin}/`
}
