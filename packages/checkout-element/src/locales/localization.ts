/** Texts in the shopper’s language. English is built in; every other locale is a file of its own, loaded when needed. */
import { LOCALES } from './names.ts'
import type { Texts } from './texts.ts'

const RTL_SCRIPTS = ['Arab', 'Hebr', 'Syrc', 'Thaa', 'Nkoo']
/** Languages whose texts are filed under another tag. */
const FILED_AS: Record<string, string> = { no: 'nb', nn: 'nb' }

const brought = new Map<string, Texts>()
/** What is shown where neither shop nor page brought a text; empty for English, which the messages hold themselves. */
let translation: Texts = {}
/** The locale that was asked for last. */
let wanted = 'en'
let own: Texts = {}
let isolating = false

/** Brings a locale this package does not have, or rewrites one for every element of the page. */
export function registerLocale(tag: string, texts: Texts): void {
  brought.set(tag, texts)
}

/** The locales that can be shown. */
export const knownLocales = (): string[] => [...brought.keys(), 'en', ...LOCALES]

/** The best locale for the first of the language tags that has one: `de-AT` finds `de`, `zh_HK` finds `zh-Hant`. */
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

/** Reads what systems write, too: `de_DE`, `fr_FR.UTF-8`, `pt_PT_ao90`, the first of a list. What it cannot read at its end is left out. */
function parse(tag: string): Intl.Locale | null {
  let plain = tag
    .trim()
    .replace(/[^\w-].*/s, '')
    .replaceAll('_', '-')
  for (; plain; plain = plain.replace(/-?[^-]*$/, '')) {
    try {
      return new Intl.Locale(plain).maximize()
    } catch {
      // With one part less it may be one.
    }
  }
  return null
}

/** The locale that was asked for last; its texts are shown, or are on their way. */
export const shownLocale = (): string => wanted

/** Which way a locale is read. */
export const directionOf = (locale: string): 'ltr' | 'rtl' =>
  locale !== 'en' && RTL_SCRIPTS.includes(parse(locale)?.script ?? '') ? 'rtl' : 'ltr'

/** Texts that go before the translations: what a shop brought for all, and for one element. */
export const textsFor = (locale: string, texts: Texts): Texts => ({ ...brought.get(locale), ...texts })

/** Makes the locale’s texts current. If its file cannot be loaded, the texts stay as they are. */
export async function useLocale(locale: string): Promise<void> {
  wanted = locale
  const texts = LOCALES.includes(locale)
    ? await import('./locales.ts').then(({ loadTexts }) => loadTexts(locale)).catch(() => translation)
    : {}
  // An earlier file may come later.
  if (wanted === locale) translation = texts
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
const isolated = (value: string): string => (isolating ? `\u2068${value}\u2069` : value)

/** A message in English with values in it; the values are told apart from its words. */
export const str = (strings: TemplateStringsArray, ...values: string[]) => ({ strings, values })

/** One text: the shop’s own, else the translation, else the English given here. */
export function msg(message: string | ReturnType<typeof str>, { id }: { id: string }): string {
  const { strings, values } = typeof message === 'string' ? { strings: [message], values: [] } : message
  const shown = values.map(isolated)
  const text = own[id] ?? translation[id]
  return typeof text === 'string'
    ? text.replace(/\{(\d)\}/g, (_, index: string) => shown[Number(index)] ?? '')
    : String.raw({ raw: strings }, ...shown)
}
