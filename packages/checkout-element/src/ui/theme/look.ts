/** Theme, language and tokens that make the card form look like the page around it. */
import type { Appearance } from '@paykka-checkout/shared-types'
import type { CardLook } from '../../card/entry/card-entry.ts'
import { isCardText } from '../../card/frame/checks.ts'
import { bestLocale, directionOf } from '../../locales/localization.ts'
import type { Texts } from '../../locales/texts.ts'
import { tokensOf } from './tokens.ts'

/** The appearance that was applied to an element. */
export const appearances = new WeakMap<Element, Appearance>()

/** Theme, direction, language, texts and tokens of the element, with their computed values. */
export const lookOf = (element: Element, dark: boolean, locale: string, texts: Texts): CardLook => ({
  theme: dark ? 'dark' : 'light',
  dir: directionOf(locale),
  locale,
  texts: Object.fromEntries(
    Object.entries(texts)
      .filter(([id, text]) => isCardText(id, text))
      .slice(0, 60),
  ),
  tokens: tokensOf(element),
  appearance: appearances.get(element),
})

/** The locale to show: of the element, otherwise of the page, otherwise of the checkout. */
export function localeOf(element: Element & { locale: string }, checkout: string | undefined): string {
  return bestLocale([element.locale, languageAround(element), checkout ?? ''])
}

/** `lang` is inherited across shadow roots, as in the browser. */
function languageAround(element: Element): string {
  const named = element.closest<HTMLElement>('[lang]')
  if (named) return named.lang
  const root = element.getRootNode()
  return root instanceof ShadowRoot ? languageAround(root.host) : ''
}
