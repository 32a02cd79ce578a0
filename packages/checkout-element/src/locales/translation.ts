/** Switches the texts over to another locale. Loaded only where one other than English is shown. */
import { configureLocalization } from '@lit/localize/init/runtime.js'
import { loadLocale } from './locales.ts'
import { LOCALES } from './names.ts'

let setLocale: ((locale: string) => Promise<void>) | undefined

/** Makes `locale` the one that is shown. */
export function switchTo(locale: string): Promise<void> {
  // Configured at first use: @lit/localize allows that once per page.
  setLocale ??= configureLocalization({ sourceLocale: 'en', targetLocales: LOCALES, loadLocale }).setLocale
  return setLocale(locale)
}
