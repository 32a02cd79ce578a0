/** Texts that only some checkouts and account pages show, loaded with the code that shows them. */
import { registerLocale, textsFor } from './localization.ts'
import { LOCALES } from './names.ts'

/** Adds the texts of a locale; `false` when they cannot be loaded and English stays. */
async function addExtraTexts(locale: string): Promise<boolean> {
  if (!LOCALES.includes(locale)) return false
  try {
    const { loadExtraTexts } = await import('./locales.ts')
    // The shop's own texts take precedence.
    registerLocale(locale, { ...(await loadExtraTexts(locale)), ...textsFor(locale, {}) })
    return true
  } catch {
    return false
  }
}

/** Follows the language of one element: fetches the texts it lacks, then asks for an update. */
export class ExtraTexts {
  /** The locale in which these texts are shown now. */
  shownLocale = 'en'

  readonly #requestUpdate: () => void
  #locale = ''

  constructor(requestUpdate: () => void) {
    this.#requestUpdate = requestUpdate
  }

  /** Call it with every render. Resolves when the texts are loaded, or cannot be loaded. */
  async follow(locale: string): Promise<void> {
    if (locale === this.#locale) return
    this.#locale = locale
    this.shownLocale = (await addExtraTexts(locale)) ? locale : 'en'
    this.#requestUpdate()
  }
}
