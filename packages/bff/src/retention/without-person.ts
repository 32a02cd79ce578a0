/** Removes personal data from stored JSON: details of checkouts, stored answers, events. Pure. */

export type Forgetting = {
  /** Replaces the shop's reference of the shopper; undefined keeps the reference. */
  pseudonym?: string | undefined
  /** Metadata keys without personal data. */
  keepMetadata: readonly string[]
}

type Json = Record<string, unknown>

/** Members that are removed at any depth: identity, goods, card, and free texts. */
const PERSONAL = new Set(['goods', 'card', 'action', 'gatewayMessage', 'text', 'locale', 'detail'])

/** @returns a copy without personal data; sums, statuses, ids and times are unchanged */
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

/** @returns undefined where the member must be removed */
function keepMember(name: string, member: unknown, parent: Json, how: Forgetting): unknown {
  if (PERSONAL.has(name)) return undefined
  // A refund's reason is one of four words; a void's reason is free text.
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

/** @returns the origin's start page: the rest of the URL may contain anything */
export function bareAddress(address: unknown): string {
  const url = URL.parse(String(address))
  return url === null ? '' : `${url.origin}/`
}
