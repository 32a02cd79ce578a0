/** Texts that only some checkouts and account pages show, loaded with the code that shows them. */
import { registerLocale, textsFor } from './localization.ts'
import { LOCALES } from './names.ts'
import type { Texts } from './texts.ts'

/** Loads the texts of a locale; rejects when they cannot be loaded. */
type Load = (locale: string) => Promise<Texts>

const loadExtra: Load = async (locale) => (await import('./locales.ts')).loadExtraTexts(locale)

/** Adds the texts of a locale; `false` when they cannot be loaded and English stays. */
async function addTexts(locale: string, load: Load): Promise<boolean> {
  if (!LOCALES.includes(locale)) return false
  try {
    const texts = await load(locale)
    // The shop's own texts take precedence.
    registerLocale(locale, { ...texts, ...textsFor(locale, {}) })
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
  readonly #load: Load
  #locale = ''

  constructor(requestUpdate: () => void, load: Load = loadExtra) {
    this.#requestUpdate = requestUpdate
    this.#load = load
  }

  /** Call it with every render. Resolves when the texts are loaded, or cannot be loaded. */
  async follow(locale: string): Promise<void> {
    if (locale === this.#locale) return
    this.#locale = locale
    this.shownLocale = (await addTexts(locale, this.#load)) ? locale : 'en'
    this.#requestUpdate()
  }
}
