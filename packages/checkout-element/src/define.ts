/** Registers `<paykka-checkout>`. The one import a storefront needs. */

import { afterFrameAhead } from './card/frame/frame-ahead.ts'
import { askAhead } from './checkout/bff-client.ts'
import { readSetup } from './checkout/setup.ts'
import { mistakeReporter } from './checkout/setup-mistakes/mistake-reporter.ts'
import { lazyCode } from './elements/lazy-code.ts'
import { PaykkaCheckout } from './elements/paykka-checkout.ts'
import { browserEnvironment } from './environment.ts'
import { registerLocale } from './locales/localization.ts'

/** Requests the checkout while the card frame starts; the element takes the answer over. */
function askFor(tag: Element): void {
  const attribute = (name: string) => tag.getAttribute(name) ?? ''
  const setup = readSetup(attribute('bff-url'), attribute('client-secret'))
  if (setup.kind === 'access') askAhead(setup.access, browserEnvironment)
}

afterFrameAhead(() => {
  // Two copies of the script on one page must not break it.
  if (customElements.get('paykka-checkout'))
    mistakeReporter(lazyCode.loadExplain).report('defined_twice', { value: import.meta.url })
  else customElements.define('paykka-checkout', PaykkaCheckout)
}, askFor)

export { PaykkaCheckout, registerLocale }
