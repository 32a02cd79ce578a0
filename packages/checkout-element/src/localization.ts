/** Texts in the page’s language. English is built in; every other locale is a file of its own, loaded when needed. */
import { configureLocalization } from '@lit/localize'
import { LOCALES } from './locales/locales.ts'

let setLocale: ((locale: string) => Promise<void>) | undefined

/** The best locale there is for a BCP 47 tag: `de-AT` finds `de`, anything not translated finds `en`. */
export function bestLocale(tag: string, known: readonly string[] = Object.keys(LOCALES)): string {
  const parts = tag.split('-')
  for (let length = parts.length; length > 0; length--) {
    const candidate = parts.slice(0, length).join('-').toLowerCase()
    const found = known.find((locale) => locale.toLowerCase() === candidate)
    if (found) return found
  }
  return 'en'
}

/** Makes the locale’s texts current. If its file cannot be loaded, the texts stay as they are. */
export async function useLocale(tag: string): Promise<void> {
  // Configured at first use, not on import: an import must have no side effect.
  setLocale ??= configureLocalization({
    sourceLocale: 'en',
    targetLocales: Object.keys(LOCALES),
    loadLocale: (locale) => LOCALES[locale]?.() ?? Promise.reject(new TypeError(locale)),
  }).setLocale
  await setLocale(bestLocale(tag)).catch(() => undefined)
}
