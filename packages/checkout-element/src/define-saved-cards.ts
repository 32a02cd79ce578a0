/** Registers `<paykka-saved-cards>`, for account pages. Separate from `define.ts`, so that checkouts do not load it. */
import { mistakeReporter } from './checkout/setup-mistakes/mistake-reporter.ts'
import { PaykkaSavedCards } from './elements/paykka-saved-cards.ts'
import { registerLocale } from './locales/localization.ts'

// Two copies of the script on one page must not break it.
if (customElements.get('paykka-saved-cards'))
  mistakeReporter(PaykkaSavedCards.code.loadExplain).report('defined_twice', { value: import.meta.url })
else customElements.define('paykka-saved-cards', PaykkaSavedCards)

export { PaykkaSavedCards, registerLocale }
