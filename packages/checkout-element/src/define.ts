/** Registers `<paykka-checkout>`. The one import a storefront needs. */
import { afterFrameAhead } from './card-frame/frame-ahead.ts'
import { registerLocale } from './localization.ts'
import { PaykkaCheckout } from './paykka-checkout.ts'

afterFrameAhead(() => {
  // Two copies of the script on one page must not break it.
  if (!customElements.get('paykka-checkout')) customElements.define('paykka-checkout', PaykkaCheckout)
})

export { PaykkaCheckout, registerLocale }
