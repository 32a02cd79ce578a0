/** Texts that only some checkouts and account pages show: one file a locale, fetched beside the code that shows them. */
import type { Texts } from '../localization.ts'
import { registerLocale, textsFor } from '../localization.ts'

type TextsModule = { texts: Texts }

/** @internal Where the texts of each locale are. */
export const FILES: Record<string, () => Promise<TextsModule>> = {
  de: () => import('./de.ts'),
  fr: () => import('./fr.ts'),
  es: () => import('./es.ts'),
  it: () => import('./it.ts'),
  'pt-BR': () => import('./pt-BR.ts'),
  'pt-PT': () => import('./pt-PT.ts'),
  nl: () => import('./nl.ts'),
  pl: () => import('./pl.ts'),
  cs: () => import('./cs.ts'),
  sk: () => import('./sk.ts'),
  hu: () => import('./hu.ts'),
  ro: () => import('./ro.ts'),
  bg: () => import('./bg.ts'),
  el: () => import('./el.ts'),
  hr: () => import('./hr.ts'),
  sl: () => import('./sl.ts'),
  sv: () => import('./sv.ts'),
  da: () => import('./da.ts'),
  nb: () => import('./nb.ts'),
  fi: () => import('./fi.ts'),
  et: () => import('./et.ts'),
  lv: () => import('./lv.ts'),
  lt: () => import('./lt.ts'),
  tr: () => import('./tr.ts'),
  ru: () => import('./ru.ts'),
  uk: () => import('./uk.ts'),
  ar: () => import('./ar.ts'),
  he: () => import('./he.ts'),
  fa: () => import('./fa.ts'),
  hi: () => import('./hi.ts'),
  th: () => import('./th.ts'),
  vi: () => import('./vi.ts'),
  id: () => import('./id.ts'),
  ms: () => import('./ms.ts'),
  ja: () => import('./ja.ts'),
  ko: () => import('./ko.ts'),
  'zh-Hans': () => import('./zh-Hans.ts'),
  'zh-Hant': () => import('./zh-Hant.ts'),
}

/** Adds the texts of a locale; `false` where they cannot be had and English stays. */
async function loadMoreTexts(locale: string): Promise<boolean> {
  const module = await FILES[locale]?.().catch(() => null)
  // What the shop brought goes before them.
  if (module) registerLocale(locale, { ...module.texts, ...textsFor(locale, {}) })
  return module !== undefined && module !== null
}

/** Follows the language of one element: fetches what it lacks, and has it shown. */
export class MoreTexts {
  /** The locale these texts are really in. */
  spoken = 'en'

  readonly #requestUpdate: () => void
  #locale = ''

  constructor(requestUpdate: () => void) {
    this.#requestUpdate = requestUpdate
  }

  /** Call it with every render. Resolves when the texts are here, or cannot be had. */
  async follow(locale: string): Promise<void> {
    if (locale === this.#locale) return
    this.#locale = locale
    this.spoken = (await loadMoreTexts(locale)) ? locale : 'en'
    this.#requestUpdate()
  }
}
