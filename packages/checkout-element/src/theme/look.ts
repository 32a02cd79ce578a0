/** What the card form must know to look and read like the page around it. */
import type { CardLook } from '../card/card-entry.ts'
import { tokensOf } from './tokens.ts'

/** Theme, direction, language and tokens of the element, as the cascade leaves them. */
export const lookOf = (element: Element, dark: boolean, locale: string): CardLook => ({
  theme: dark ? 'dark' : 'light',
  dir: getComputedStyle(element).direction === 'rtl' ? 'rtl' : 'ltr',
  locale,
  tokens: tokensOf(element),
})

/** The element’s own language, or that of the page around it. */
export const localeOf = (element: Element & { locale: string }): string =>
  element.locale || element.closest<HTMLElement>('[lang]')?.lang || document.documentElement.lang || 'en'
