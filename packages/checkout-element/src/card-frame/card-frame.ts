/** Entry of the frame page `GET /card-frame`: the only script in it. */
import type { PaykkaCardForm } from '../card/card-form.ts'
import type { PaykkaCodeForm } from '../card/code-form.ts'
import { canSeal } from '../card/seal.ts'
import { useLocale } from '../localization.ts'
import { DrawnCardForm } from './drawn-card-form.ts'
import { CardFramePage } from './frame-page.ts'
import { readFrameSettings } from './frame-settings.ts'

const settings = readFrameSettings(document, Date.now())
const drawn = document.querySelector('paykka-card-form')

const PATIENCE_MS = 200
/** What the server drew is seen first; taking it over can wait that long. */
const painted = firstPainting()

// Where it cannot be used, and outside a frame, what the server drew goes away, and with it whatever was typed.
if (!settings || !canSeal() || window.parent === window) drawn?.remove()
if (settings) {
  const { brands, clockOffset } = settings
  const page = new CardFramePage(settings, () => loadCardForm({ brands, clockOffset }), loadCodeForm)
  void painted.then(() => page.start())
}

/** Where nothing is painted, in a tab behind another or a hidden frame, nobody waits for it. */
function firstPainting(): Promise<unknown> {
  if (!drawn) return Promise.resolve()
  const frame = new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
  return Promise.race([frame, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))])
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
  const { PaykkaCodeForm } = await import('../card/code-form.ts')
  customElements.define('paykka-code-form', PaykkaCodeForm)
  return new PaykkaCodeForm()
}
