/** The appearance that a page gives: its property or script, its attributes, over the server's default. */
import type { Appearance } from '@paykka-checkout/shared-types'
import type { CheckoutElement } from '../../checkout/checkout-context.ts'
import { OPTION_NAMES } from './names.ts'

/** Longest script, in characters. */
const MAX_LENGTH = 20_000

/** The script in the tag that could not be read. */
export class UnreadableScript extends Error {}

/** The property wins over the script. */
function ownOf(element: CheckoutElement): Appearance | undefined {
  if (element.appearance) return element.appearance
  const text = element.querySelector(':scope > script[slot="appearance"]')?.textContent
  if (!text) return undefined
  try {
    if (text.length <= MAX_LENGTH) return JSON.parse(text) as Appearance
  } catch (error) {
    throw new UnreadableScript(error instanceof Error ? error.message : '')
  }
  throw new UnreadableScript(`It has more than ${MAX_LENGTH} characters`)
}

/** `card-layout="line"` is `cardLayout: "line"`. */
function attributesOf(element: Element): Appearance {
  const found = OPTION_NAMES.flatMap((option) => {
    const word = element.getAttribute(option.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`))
    return word === null ? [] : [[option, word] as const]
  })
  return Object.fromEntries(found)
}

/** Merges rules by property, so that a page can change one of them. */
function mergeRules(one: Appearance['rules'] = {}, other: Appearance['rules'] = {}): Appearance['rules'] {
  const [below, above] = [Object(one), Object(other)] as Record<string, object>[]
  const merged: Record<string, object> = { ...below }
  for (const [rule, values] of Object.entries(above ?? {})) merged[rule] = { ...merged[rule], ...values }
  return merged as Appearance['rules']
}

/** The appearance that page and server give, unchecked; `undefined` when there is none. */
export function givenTo(element: CheckoutElement, server: Appearance | undefined): Appearance | undefined {
  const own = ownOf(element)
  const attributes = attributesOf(element)
  if (!own && !server && Object.keys(attributes).length === 0) return undefined
  const rules = mergeRules(server?.rules, own?.rules)
  return {
    ...server,
    ...own,
    ...attributes,
    tokens: { ...server?.tokens, ...own?.tokens },
    ...(rules && Object.keys(rules).length > 0 ? { rules } : {}),
  }
}
