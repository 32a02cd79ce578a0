/** Texts in the shopper's language. English is built in; every other locale is a separate file, loaded when needed. */
import { LOCALES } from './names.ts'
import type { Texts } from './texts.ts'

const RTL_SCRIPTS = ['Arab', 'Hebr', 'Syrc', 'Thaa', 'Nkoo']
/** Languages whose texts have another tag. */
const FILED_AS: Record<string, string> = { no: 'nb', nn: 'nb' }

const brought = new Map<string, Texts>()
/** The loaded translation; empty for English, which is in the messages themselves. */
let translation: Texts = {}
/** The locale that was requested last. */
let wanted = 'en'
let own: Texts = {}
let isolating = false

/** Adds a locale that this package lacks, or changes one for every element of the page. */
export function registerLocale(tag: string, texts: Texts): void {
  brought.set(tag, texts)
}

/** The locales that can be shown. */
export const knownLocales = (): string[] => [...brought.keys(), 'en', ...LOCALES]

/** The best locale for the first of the language tags that has one: `de-AT` finds `de`, `zh_HK` finds `zh-Hant`. */
export function bestLocale(tags: readonly string[], known: readonly string[] = knownLocales()): string {
  for (const tag of tags.filter(Boolean)) {
    // Most pages use an exact tag; the first use of `Intl` is slow.
    if (known.includes(tag)) return tag
    const wanted = candidatesOf(tag).map((candidate) => candidate.toLowerCase())
    for (const candidate of wanted) {
      const found = known.find((locale) => locale.toLowerCase() === candidate)
      if (found) return found
    }
  }
  return 'en'
}

/** From the most to the least exact. Text that is no language tag has no candidates. */
function candidatesOf(tag: string): string[] {
  const locale = parse(tag)
  if (!locale) return []
  const { language, script, region } = locale
  const filed = FILED_AS[language] ?? language
  // Portuguese outside Brazil uses the texts of Portugal.
  const last = language === 'pt' ? 'pt-PT' : filed
  return [tag, `${language}-${script}-${region}`, `${language}-${region}`, `${language}-${script}`, last]
}

/** Also reads system locales such as `de_DE`, `fr_FR.UTF-8`, `pt_PT_ao90`, and the first of a list. Ignores an unknown end. */
function parse(tag: string): Intl.Locale | null {
  let plain = tag
    .trim()
    .replace(/[^\w-].*/s, '')
    .replaceAll('_', '-')
  for (; plain; plain = plain.replace(/-?[^-]*$/, '')) {
    try {
      return new Intl.Locale(plain).maximize()
    } catch {
      // Without its last part it may be valid.
    }
  }
  return null
}

/** The locale that was requested last; its texts are shown or are loading. */
export const shownLocale = (): string => wanted

/** The writing direction of a locale. */
export const directionOf = (locale: string): 'ltr' | 'rtl' =>
  locale !== 'en' && RTL_SCRIPTS.includes(parse(locale)?.script ?? '') ? 'rtl' : 'ltr'

/** The shop's texts, which take precedence over translations: for the page, then for one element. */
export const textsFor = (locale: string, texts: Texts): Texts => ({ ...brought.get(locale), ...texts })

/** Makes the locale's texts current. If its file cannot be loaded, the texts stay as they are. */
export async function useLocale(locale: string): Promise<void> {
  wanted = locale
  const texts = LOCALES.includes(locale)
    ? await import('./locales.ts').then(({ loadTexts }) => loadTexts(locale)).catch(() => translation)
    : {}
  // An earlier request may end later.
  if (wanted === locale) translation = texts
}

/**
 * Sets the texts that take precedence over translations, and whether values must be isolated from right-to-left text.
 * Every render calls it first.
 */
export function useTexts(texts: Texts, direction: 'ltr' | 'rtl'): void {
  own = texts
  isolating = direction === 'rtl'
}

/** Between Arabic words, `€49.99` would appear as `49.99€`; isolation (FSI … PDI) prevents this. */
const isolated = (value: string): string => (isolating ? `\u2068${value}\u2069` : value)

/** An English message with values, which are kept separate from its words. */
export const str = (strings: TemplateStringsArray, ...values: string[]) => ({ strings, values })

/** One text: the shop's own, otherwise the translation, otherwise the English given here. */
export function msg(message: string | ReturnType<typeof str>, { id }: { id: string }): string {
  const { strings, values } = typeof message === 'string' ? { strings: [message], values: [] } : message
  const shown = values.map(isolated)
  const text = own[id] ?? translation[id]
  return typeof text === 'string'
    ? text.replace(/\{(\d)\}/g, (_, index: string) => shown[Number(index)] ?? '')
    : String.raw({ raw: strings }, ...shown)
}
