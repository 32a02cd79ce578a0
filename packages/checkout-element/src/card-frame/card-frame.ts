/** Entry of the frame page `GET /card-frame`: the only script in it. */
import { PaykkaCardForm } from '../card/card-form.ts'
import type { PaykkaCodeForm } from '../card/code-form.ts'
import { frameSheet } from './frame-page.styles.ts'
import { CardFramePage } from './frame-page.ts'
import { readFrameSettings } from './frame-settings.ts'

const settings = readFrameSettings(document, Date.now())
/** Few checkouts ask for a code alone, so it is loaded only there. */
async function loadCodeForm(): Promise<PaykkaCodeForm> {
  const { PaykkaCodeForm } = await import('../card/code-form.ts')
  customElements.define('paykka-code-form', PaykkaCodeForm)
  return new PaykkaCodeForm()
}

if (settings) {
  customElements.define('paykka-card-form', PaykkaCardForm)
  document.adoptedStyleSheets = [frameSheet()]
  new CardFramePage(settings, new PaykkaCardForm(), loadCodeForm).start()
}
