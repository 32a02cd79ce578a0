/** The language of one element: chosen at every update, loaded when it changes. */
import type { ReactiveControllerHost } from 'lit'
import { localeOf } from '../ui/theme/look.ts'
import { directionOf, textsFor, useLocale, useTexts } from './localization.ts'
import type { Texts } from './texts.ts'

/** An element with a language and texts of its own. */
export type LocalizedElement = ReactiveControllerHost & Element & { locale: string; messages: Texts }

export class Language {
  /** The locale to show. */
  locale = ''
  /** True once its texts are loaded, or cannot be loaded. */
  settled = false
  /** The shop's own texts for it. */
  texts: Texts = {}

  readonly #element: LocalizedElement

  constructor(element: LocalizedElement) {
    this.#element = element
  }

  get direction(): 'ltr' | 'rtl' {
    return directionOf(this.locale)
  }

  /** Makes this element's texts current for the next render. */
  apply(checkoutLocale: string | undefined): void {
    const locale = localeOf(this.#element, checkoutLocale)
    this.texts = textsFor(locale, this.#element.messages)
    useTexts(this.texts, directionOf(locale))
    if (locale === this.locale) return
    this.locale = locale
    this.settled = false
    void useLocale(locale).then(() => this.#loaded(locale))
  }

  #loaded(locale: string): void {
    if (locale !== this.locale) return
    this.settled = true
    this.#element.requestUpdate()
  }
}
