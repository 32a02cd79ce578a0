/** Entry of the frame page `GET /card-frame`: the only script in it. */
import { PaykkaCardForm } from '../card/card-form.ts'
import { frameSheet } from './frame-page.styles.ts'
import { CardFramePage } from './frame-page.ts'
import { readFrameSettings } from './frame-settings.ts'

const settings = readFrameSettings(document, Date.now())
if (settings) {
  customElements.define('paykka-card-form', PaykkaCardForm)
  document.adoptedStyleSheets = [frameSheet()]
  new CardFramePage(settings, new PaykkaCardForm()).start()
}
