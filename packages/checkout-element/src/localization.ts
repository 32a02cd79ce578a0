/** Texts in the shopper’s language. English is built in; every other locale is a file of its own, loaded when needed. */
import type { StrResult } from '@lit/localize'
// Not the package’s index: that would bring the code that switches locales into the first load.
import { msg as localized } from '@lit/localize/init/install.js'
import { LOCALES } from './locales/names.ts'

export { str } from '@lit/localize/internal/str-tag.js'

/** Texts of a shop by message id. `{0}` and `{1}` stand for the values of that message. Plain text, never HTML. */
export type Texts = Readonly<Record<string, string>>

const RTL_SCRIPTS = ['Arab', 'Hebr', 'Syrc', 'Thaa', 'Nkoo']
/** Languages whose texts are filed under another tag. */
const FILED_AS: Record<string, string> = { no: 'nb', nn: 'nb' }

const brought = new Map<string, Texts>()
/** True once any locale but English was asked for. */
let switched = false
let own: Texts = {}
let isolating = false

/** Brings a locale this package does not have, or rewrites one for every element of the page. */
export function registerLocale(tag: string, texts: Texts): void {
  brought.set(tag, texts)
}

/** The locales that can be shown. */
export const knownLocales = (): string[] => [...brought.keys(), 'en', ...LOCALES]

/** The best locale for the first of the BCP 47 tags that has one: `de-AT` finds `de`, `zh-HK` finds `zh-Hant`. */
export function bestLocale(tags: readonly string[], known: readonly string[] = knownLocales()): string {
  for (const tag of tags.filter(Boolean)) {
    // Most pages name a locale as it is filed; asking `Intl` is slow the first time.
    if (known.includes(tag)) return tag
    const wanted = candidatesOf(tag).map((candidate) => candidate.toLowerCase())
    for (const candidate of wanted) {
      const found = known.find((locale) => locale.toLowerCase() === candidate)
      if (found) return found
    }
  }
  return 'en'
}

/** From the most to the least exact. What is not a language tag finds nothing. */
function candidatesOf(tag: string): string[] {
  const locale = parse(tag)
  if (!locale) return []
  const { language, script, region } = locale
  const filed = FILED_AS[language] ?? language
  // Portuguese outside Brazil follows Portugal.
  const last = language === 'pt' ? 'pt-PT' : filed
  return [tag, `${language}-${script}-${region}`, `${language}-${region}`, `${language}-${script}`, last]
}

function parse(tag: string): Intl.Locale | null {
  try {
    return new Intl.Locale(tag).maximize()
  } catch {
    return null
  }
}

/** Which way a locale is read. */
export const directionOf = (locale: string): 'ltr' | 'rtl' =>
  locale !== 'en' && RTL_SCRIPTS.includes(parse(locale)?.script ?? '') ? 'rtl' : 'ltr'

/** Texts that go before the translations: of parts loaded since, what a shop brought for all, and for one element. */
export const textsFor = (locale: string, texts: Texts): Texts => ({ ...brought.get(locale), ...texts })

/** Makes the locale’s texts current. If its file cannot be loaded, the texts stay as they are. */
export async function useLocale(locale: string): Promise<void> {
  const translated = LOCALES.includes(locale)
  if (!translated && !switched) return
  switched = true
  await import('./locales/translation.ts')
    .then(({ switchTo }) => switchTo(translated ? locale : 'en'))
    .catch(() => undefined)
}

/**
 * Sets the texts that go before the translations, and whether values must be kept apart from right-to-left text,
 * until the next call: every render starts with its own.
 */
export function useTexts(texts: Texts, direction: 'ltr' | 'rtl'): void {
  own = texts
  isolating = direction === 'rtl'
}

/** `€49.99` would be read as `49.99€` between Arabic words; isolated (FSI … PDI) it stays as it is. */
const isolated = (value: unknown): string => (isolating ? `\u2068${value}\u2069` : String(value))

/** One text: the shop’s own, else the translation, else the English given here. */
export function msg(template: string | StrResult, options: { id: string }): string {
  const text: unknown = Object.hasOwn(own, options.id) ? own[options.id] : undefined
  const values = typeof template === 'string' ? [] : template.values.map(isolated)
  if (typeof text === 'string')
    return text.replace(/\{(\d)\}/g, (_, index: string) => values[Number(index)] ?? '')
  return String(localized(typeof template === 'string' ? template : { ...template, values }, options))
}
