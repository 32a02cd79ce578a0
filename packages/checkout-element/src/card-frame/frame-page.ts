/** The page inside the isolated frame: shows the card form and serves the one page it is connected to. */
import type { PaykkaCardForm } from '../card/card-form.ts'
import type { CardChangeEvent } from '../card/card-form-events.ts'
import { canSeal } from '../card/seal.ts'
import { useLocale } from '../localization.ts'
import { applyTokens } from '../theme/apply-tokens.ts'
import type { FrameSettings } from './frame-settings.ts'
import type { ToFrame, ToPage } from './protocol.ts'
import { isConnect, readToFrame } from './read-to-frame.ts'

export class CardFramePage {
  readonly #settings: FrameSettings
  readonly #form: PaykkaCardForm
  #port: MessagePort | null = null
  #checkout = ''
  #height = 0

  constructor(settings: FrameSettings, form: PaykkaCardForm) {
    this.#settings = settings
    this.#form = form
  }

  /** Listens for the embedding page; until it connects nothing is shown. */
  start(): void {
    window.addEventListener('message', this.#onMessage)
    void useLocale(location.hash.slice(1))
    const { brands, clockOffset } = this.#settings
    Object.assign(this.#form, { brands, clockOffset })
    this.#form.addEventListener('card-change', this.#onChange)
    this.#form.addEventListener('card-submit', () => this.#tell({ type: 'submit' }))
    new ResizeObserver(() => this.#tellHeight()).observe(this.#form)
  }

  /** Only the embedding window, and only from an origin the BFF allows; a newer port replaces an older one. */
  #onMessage = (event: MessageEvent): void => {
    const [port] = event.ports
    if (event.source !== window.parent || window.parent === window) return
    if (!this.#settings.parents.includes(event.origin) || !isConnect(event.data) || !port) return
    this.#port?.close()
    this.#port = port
    this.#checkout = ''
    this.#height = 0
    port.onmessage = ({ data }) => this.#obey(readToFrame(data))
    // A form that could not seal must not be shown: nothing may ever leave it in the clear.
    this.#tell(canSeal() ? { type: 'ready' } : { type: 'refused', code: 'insecure_context' })
  }

  #obey(message: ToFrame | null): void {
    switch (message?.type) {
      case 'configure':
        this.#configure(message)
        break
      case 'seal':
        void this.#seal(message.id)
        break
      case 'report':
        this.#form.report()
        break
      case 'focus':
        this.#form.focusField()
        break
      case 'reset':
        this.#form.reset()
        break
      case 'lock':
        this.#form.locked = message.locked
    }
  }

  #configure({ checkout, look }: Extract<ToFrame, { type: 'configure' }>): void {
    const root = document.documentElement
    this.#checkout = checkout
    root.dir = look.dir
    root.lang = look.locale || 'en'
    // The same scheme on both sides keeps the frame’s backdrop see-through.
    root.style.colorScheme = look.theme
    applyTokens(root, look.tokens)
    this.#form.texts = look.texts
    void useLocale(look.locale || 'en').then(() => this.#show())
  }

  #show(): void {
    if (!this.#form.isConnected) document.body.append(this.#form)
    else this.#form.requestUpdate()
    void this.#form.updateComplete.then(() => this.#tellHeight())
  }

  async #seal(id: number): Promise<void> {
    const { key, clockOffset } = this.#settings
    const now = () => Date.now() + clockOffset
    const outcome = await this.#form.seal({ key, checkout: this.#checkout, now })
    this.#tell({ type: 'outcome', id, outcome })
  }

  #onChange = (event: Event): void =>
    this.#tell({ type: 'change', status: (event as CardChangeEvent).status })

  #tellHeight(): void {
    const height = Math.ceil(this.#form.getBoundingClientRect().height)
    if (height === this.#height && height > 0) return
    this.#height = height
    if (height > 0) this.#tell({ type: 'height', height })
  }

  #tell(message: ToPage): void {
    this.#port?.postMessage(message)
  }
}
