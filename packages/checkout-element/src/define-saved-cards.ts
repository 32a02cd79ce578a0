/** Registers `<paykka-saved-cards>`, for account pages. Separate from `define.ts`, so that checkouts do not load it. */
import { PaykkaSavedCards } from './elements/paykka-saved-cards.ts'
import { registerLocale } from './locales/localization.ts'

if (!customElements.get('paykka-saved-cards')) customElements.define('paykka-saved-cards', PaykkaSavedCards)

export { PaykkaSavedCards, registerLocale }
