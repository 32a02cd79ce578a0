/** Applies an appearance to the element's parts and sends the rest to the card form. The element loads this file when it has an appearance. */
import type { Appearance } from '@paykka-checkout/shared-types'
import type { CheckoutContext } from '../../checkout/checkout-context.ts'
import { checkoutOf } from '../../checkout/checkout-state.ts'
import { appearances } from '../theme/look.ts'
import { tokensOf } from '../theme/tokens.ts'
import { DROP_REASONS } from './drop-reasons.ts'
import { hiddenFocus } from './focus-ring.ts'
import { givenTo, UnreadableScript } from './given.ts'
import { isInvisible, lowContrasts, without, withoutTokenColors } from './legibility.ts'
import { loadFonts } from './load-fonts.ts'
import { pageSheet } from './page-sheet.ts'
import type { Dropped } from './parse-appearance.ts'
import { parseAppearance } from './parse-appearance.ts'
import { PAGE_SELECTORS } from './selectors.ts'
import { putLast, sheetOf } from './sheet.ts'

type Sheets = readonly CSSStyleSheet[]
type Dressed = { key: string; sheets: Sheets }

const dressed = new WeakMap<Element, Dressed>()
const NOTHING: Dressed = { key: '', sheets: [] }

/** Applies what page and server give now; cheap when nothing has changed. */
export function followAppearance(context: CheckoutContext): void {
  const { element } = context
  const root = element.renderRoot as ShadowRoot
  const { key, sheets } = dressed.get(element) ?? NOTHING
  const given = read(context)
  // Styles that were loaded later replace the list.
  if (key === keyOf(context, given)) putLast(root, sheets, sheets)
  else if (given) putOn(context, given, sheets)
  else takeOff(element, root, sheets)
}

/** Changes with everything that the look depends on: also with the colors of the page. */
const keyOf = ({ element, page }: CheckoutContext, given: Appearance | undefined): string =>
  given ? JSON.stringify([given, page.dark, tokensOf(element)]) : ''

function putOn(context: CheckoutContext, given: Appearance, before: Sheets): void {
  const { element } = context
  const { appearance, sheets } = dress(context, given, before)
  putLast(element.renderRoot as ShadowRoot, sheets, before)
  dressed.set(element, { key: keyOf(context, given), sheets })
  appearances.set(element, appearance)
}

function takeOff(element: Element, root: ShadowRoot, before: Sheets): void {
  putLast(root, [], before)
  dressed.delete(element)
  appearances.delete(element)
}

/** A script that is not JSON counts as none. */
function read({ element, checkout, mistakes }: CheckoutContext): Appearance | undefined {
  const server = checkoutOf(checkout.state)?.appearance
  try {
    return givenTo(element, server)
  } catch (error) {
    if (!(error instanceof UnreadableScript)) throw error
    mistakes.report('appearance_unreadable', { value: error.message })
    return server
  }
}

function dress(
  context: CheckoutContext,
  given: Appearance,
  before: Sheets,
): { appearance: Appearance; sheets: Sheets } {
  const { element } = context
  const hosts = [location.origin, URL.parse(element.bffUrl)?.origin ?? '']
  const { appearance, dropped } = parseAppearance(given, hosts, document.baseURI)
  const rings = hiddenFocus(appearance)
  for (const path of rings) dropped.push({ path, reason: 'focus' })
  const legible = makeLegible(context, without(appearance, rings), dropped, before)
  for (const { path, reason } of dropped)
    context.mistakes.report('appearance_dropped', { value: path, ...DROP_REASONS[reason] })
  loadFonts(legible.fonts)
  return { appearance: legible, sheets: [sheetOf(legible, PAGE_SELECTORS), pageSheet(legible)] }
}

/** Drops colors that hide a text, first those of rules, and reports the rest that is hard to read. */
function makeLegible(
  { element, page, mistakes }: CheckoutContext,
  appearance: Appearance,
  dropped: Dropped[],
  before: Sheets,
): Appearance {
  const root = element.renderRoot as ShadowRoot
  const look = (tried: Appearance) => {
    const sheet = sheetOf(tried, PAGE_SELECTORS)
    putLast(root, [sheet], before)
    const low = lowContrasts(root, page.dark, tried)
    putLast(root, before, [sheet])
    return low
  }
  const low = look(appearance)
  const paths = low.filter(isInvisible).flatMap(({ sources }) => sources)
  for (const path of new Set(paths)) dropped.push({ path, reason: 'invisible' })
  const seen = paths.length > 0 ? without(appearance, paths) : appearance
  const left = paths.length > 0 ? look(seen) : low
  if (appearance.tokens && left.some(isInvisible)) {
    dropped.push({ path: 'tokens', reason: 'invisible' })
    return withoutTokenColors(seen)
  }
  const [worst] = left
  if (worst)
    mistakes.report('appearance_contrast', {
      value: worst.what,
      ratio: worst.ratio.toFixed(2),
      needs: String(worst.needs),
      more: String(left.length - 1),
    })
  return seen
}
