/** Finds out where each member of a request comes from: each input is changed in turn, and what changes with it is its. */
import type { Inputs } from './build-bodies.ts'
import { FULL, OTHER_WAYS, purchaseLeaves, sessionLeaves } from './build-bodies.ts'
import type { Leaves } from './leaves.ts'
import { changed, leavesOf, withLeaf } from './leaves.ts'

/** By member: the inputs that make it, as `group.name`. */
export type Sources = Map<string, string[]>

/** Where a longer text would change nothing, or nothing that can be. */
const OTHER_VALUES: Record<string, unknown> = {
  'checkout.capture': 'automatic',
  'checkout.amount.currency': 'USD',
  'checkout.returnUrl': 'https://other.example/',
  'checkout.saveCard': 'off',
  'request.methods[]': 'ideal',
  'browser.userAgent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148',
  'card.number': '4000000000000002',
  'card.expYear': '2030',
  'card.expMonth': '04',
  'card.cvc': '321',
}

function otherValue(path: string, value: unknown): unknown {
  if (path in OTHER_VALUES) return OTHER_VALUES[path]
  if (typeof value === 'number') return value + 60
  return typeof value === 'boolean' ? !value : `${String(value)}x`
}

type Build = (inputs: Inputs) => Leaves

/** @param from the groups of inputs that are tried */
function sourcesOf(build: Build, base: Inputs, from: (keyof Inputs)[]): Sources {
  const before = build(base)
  const sources: Sources = new Map()
  for (const [path, value] of leavesOf(base)) {
    if (!from.some((group) => path.startsWith(`${group}.`))) continue
    const after = build(withLeaf(base, path, otherValue(path, value)))
    for (const member of changed(before, after)) sources.set(member, [...(sources.get(member) ?? []), path])
  }
  return sources
}

const GIVEN: (keyof Inputs)[] = ['checkout', 'browser', 'card', 'connection', 'request', 'own']

/** A checkout that leaves to the deployment what it may. */
const PLAIN: Inputs = {
  ...FULL,
  checkout: without(FULL.checkout, [
    'authorisationType',
    'challengeIndicator',
    'billingAddressCollection',
    'descriptor',
    'merchantName',
    'themeId',
  ]),
}

/** A checkout with only the required members. */
const BARE: Inputs = { ...PLAIN, checkout: barest(FULL.checkout) }

function without<T extends object>(value: T, names: string[]): T {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name))) as T
}

function barest({ orderReference, amount, returnUrl }: Inputs['checkout']): Inputs['checkout'] {
  return { orderReference, amount, returnUrl }
}

export type Found = {
  /** The members that are sent. */
  sent: Leaves
  given: Sources
  deployment: Sources
  /** What a member is made of when the checkout says nothing of it. */
  otherwise: Sources
}

export const findPurchase = (): Found => find(purchaseLeaves, FULL)

/** With a card that is kept, so that `payment` is there. */
export function findSession(): Found {
  return find(sessionLeaves, { ...FULL, checkout: { ...FULL.checkout, saveCard: 'ask' } })
}

function find(build: Build, full: Inputs): Found {
  const given = sourcesOf(build, full, GIVEN)
  // What only the heartbeat of an input decides.
  const recurring = { ...full, checkout: { ...full.checkout, recurring: { type: 'subscription' as const } } }
  for (const member of changed(build(full), build(recurring)))
    if (!given.has(member)) given.set(member, ['checkout.recurring'])
  return {
    sent: build(full),
    given,
    deployment: sourcesOf(build, PLAIN, ['deployment']),
    otherwise: sourcesOf(build, BARE, ['checkout', 'connection']),
  }
}

/** @returns whether another way to pay sends another value of it */
export function dependsOnWay(member: string): boolean {
  const usual = purchaseLeaves(FULL).get(member)
  return Object.values(OTHER_WAYS).some((way) => {
    const sent = purchaseLeaves(FULL, way)
    return sent.has(member) && sent.get(member) !== usual
  })
}

/** @returns the ways to pay, other than by a typed card, that send this member */
export function waysThatSend(member: string): string[] {
  return Object.entries(OTHER_WAYS).flatMap(([name, way]) =>
    purchaseLeaves(FULL, way).has(member) ? [name] : [],
  )
}
