/** Entry of the frame page `GET /card-frame`: the only script in it. */

import { useLocale } from '../../locales/localization.ts'
import { canEncrypt } from '../entry/encrypt-card.ts'
import type { PaykkaCardForm } from '../form/card-form.ts'
import type { PaykkaCodeForm } from '../form/code-form.ts'
import { DrawnCardForm } from './drawn-card-form.ts'
import { CardFramePage } from './frame-page.ts'
import { readFrameSettings } from './frame-settings.ts'
import { afterPainting } from './painting.ts'

/** Loaded only when needed, because most checkouts have the default look. */
const loadDress = () => import('../../ui/appearance/dress-form.ts')

const settings = readFrameSettings(document, Date.now())
const drawn = document.querySelector('paykka-card-form')

// Without a usable frame, the server-rendered form is removed, together with typed text.
if (!settings || !canEncrypt() || window.parent === window) drawn?.remove()
if (settings) {
  const { brands, clockOffset } = settings
  const page = new CardFramePage(
    settings,
    () => loadCardForm({ brands, clockOffset }),
    loadCodeForm,
    loadDress,
  )
  // The server-rendered form is painted first; the takeover can wait.
  if (drawn) afterPainting(() => page.start())
  else page.start()
}

/** The server-rendered form, once its texts are loaded in its language; or a new one. */
async function loadCardForm(facts: Pick<PaykkaCardForm, 'brands' | 'clockOffset'>): Promise<PaykkaCardForm> {
  await useLocale(document.documentElement.lang)
  customElements.define('paykka-card-form', DrawnCardForm)
  const form = document.querySelector('paykka-card-form') ?? new DrawnCardForm()
  Object.assign(form, facts)
  if (form.isConnected) await form.updateComplete
  return form
}

/** Loaded only when needed, because few checkouts ask for a security code alone. */
async function loadCodeForm(): Promise<PaykkaCodeForm> {
  const { PaykkaCodeForm } = await import('../form/code-form.ts')
  customElements.define('paykka-code-form', PaykkaCodeForm)
  return new PaykkaCodeForm()
}
