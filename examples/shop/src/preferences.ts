/** What a visitor chose in the footer: how the payment form looks, and its language. */
import { LOCALES } from '@paykka-checkout/element/locales/names'
import type { Currency } from './money.ts'
import { CURRENCIES, isCurrency } from './money.ts'

/** `shop` is the shop's own look; the others are theme files of the element. */
export const THEMES = {
  shop: "The shop's own",
  forest: 'Forest',
  ink: 'Ink',
  ocean: 'Ocean',
  rose: 'Rose',
  slate: 'Slate',
  sunset: 'Sunset',
  violet: 'Violet',
  'high-contrast': 'High contrast',
}

export const COLORS = { auto: 'As on the device', light: 'Light', dark: 'Dark' }
export const LAYOUTS = { tabs: 'Tabs', accordion: 'Accordion' }

/** Each language by its own name. */
export const LANGUAGES: Record<string, string> = Object.fromEntries(
  ['en', ...LOCALES].map((code) => [code, nameOf(code)] as const).toSorted(byName),
)

export type Preferences = {
  theme: keyof typeof THEMES
  colors: keyof typeof COLORS
  layout: keyof typeof LAYOUTS
  language: string
}

export const DEFAULT_PREFERENCES: Preferences = {
  theme: 'shop',
  colors: 'auto',
  layout: 'tabs',
  language: 'en',
}

/** The footer's controls, in their order. */
export const CONTROLS = [
  { name: 'theme', label: 'Theme', choices: THEMES },
  { name: 'colors', label: 'Colors', choices: COLORS },
  { name: 'layout', label: 'Ways to pay', choices: LAYOUTS },
  { name: 'language', label: 'Language of the form', choices: LANGUAGES },
  {
    name: 'currency',
    label: 'Currency',
    choices: Object.fromEntries(CURRENCIES.map((code) => [code, code])),
  },
] as const

type Form = Partial<Record<string, string>>
type Chosen = { preferences: Preferences; currency: Currency }

/** Takes what is on offer; everything else stays as it was. */
export function readPreferences(form: Form, { preferences, currency }: Chosen): Chosen {
  const { theme, colors, layout, language } = preferences
  return {
    preferences: {
      theme: oneOf(THEMES, form.theme) ?? theme,
      colors: oneOf(COLORS, form.colors) ?? colors,
      layout: oneOf(LAYOUTS, form.layout) ?? layout,
      language: oneOf(LANGUAGES, form.language) ?? language,
    },
    currency: isCurrency(form.currency) ? form.currency : currency,
  }
}

const oneOf = <Choices extends object>(choices: Choices, text = ''): keyof Choices | undefined =>
  Object.hasOwn(choices, text) ? (text as keyof Choices) : undefined

function nameOf(code: string): string {
  const name = new Intl.DisplayNames([code], { type: 'language' }).of(code) ?? code
  return name.charAt(0).toLocaleUpperCase(code) + name.slice(1)
}

function byName([, one]: readonly [string, string], [, other]: readonly [string, string]): number {
  return one.localeCompare(other, 'en')
}
