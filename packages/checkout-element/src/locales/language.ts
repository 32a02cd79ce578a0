/** The language one element speaks: chosen anew at every update, fetched when it changes. */
import type { ReactiveControllerHost } from 'lit'
import { localeOf } from '../ui/theme/look.ts'
import { directionOf, textsFor, useLocale, useTexts } from './localization.ts'
import type { Texts } from './texts.ts'

/** An element with a language and texts of its own. */
export type Speaker = ReactiveControllerHost & Element & { locale: string; messages: Texts }

export class Language {
  /** The locale that is to be shown. */
  locale = ''
  /** True once its texts are here, or cannot be had. */
  settled = false
  /** The shop’s own texts for it. */
  texts: Texts = {}

  readonly #speaker: Speaker

  constructor(speaker: Speaker) {
    this.#speaker = speaker
  }

  get direction(): 'ltr' | 'rtl' {
    return directionOf(this.locale)
  }

  /** Makes this element’s texts the ones that are rendered next. */
  speak(checkoutLocale: string | undefined): void {
    const locale = localeOf(this.#speaker, checkoutLocale)
    this.texts = textsFor(locale, this.#speaker.messages)
    useTexts(this.texts, directionOf(locale))
    if (locale === this.locale) return
    this.locale = locale
    this.settled = false
    void useLocale(locale).then(() => this.#arrived(locale))
  }

  #arrived(locale: string): void {
    if (locale !== this.locale) return
    this.settled = true
    this.#speaker.requestUpdate()
  }
}
