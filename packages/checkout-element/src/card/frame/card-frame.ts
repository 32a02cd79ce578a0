/** Entry of the frame page `GET /card-frame`: the only script in it. */

import { useLocale } from '../../locales/localization.ts'
import { canSeal } from '../entry/seal.ts'
import type { PaykkaCardForm } from '../form/card-form.ts'
import type { PaykkaCodeForm } from '../form/code-form.ts'
import { DrawnCardForm } from './drawn-card-form.ts'
import { CardFramePage } from './frame-page.ts'
import { readFrameSettings } from './frame-settings.ts'
import { afterPainting } from './painting.ts'

const settings = readFrameSettings(document, Date.now())
const drawn = document.querySelector('paykka-card-form')

// Where it cannot be used, and outside a frame, what the server drew goes away, and with it whatever was typed.
if (!settings || !canSeal() || window.parent === window) drawn?.remove()
if (settings) {
  const { brands, clockOffset } = settings
  const page = new CardFramePage(settings, () => loadCardForm({ brands, clockOffset }), loadCodeForm)
  // What the server drew is seen first; taking it over can wait that long.
  if (drawn) afterPainting(() => page.start())
  else page.start()
}

/** The drawn form, once its texts are here in the language it was drawn in; or a new one. */
async function loadCardForm(facts: Pick<PaykkaCardForm, 'brands' | 'clockOffset'>): Promise<PaykkaCardForm> {
  await useLocale(document.documentElement.lang)
  customElements.define('paykka-card-form', DrawnCardForm)
  const form = document.querySelector('paykka-card-form') ?? new DrawnCardForm()
  Object.assign(form, facts)
  if (form.isConnected) await form.updateComplete
  return form
}

/** Few checkouts ask for a code alone, so it is loaded only there. */
async function loadCodeForm(): Promise<PaykkaCodeForm> {
  const { PaykkaCodeForm } = await import('../form/code-form.ts')
  customElements.define('paykka-code-form', PaykkaCodeForm)
  return new PaykkaCodeForm()
}
