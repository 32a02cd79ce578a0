/** The page inside the isolated frame: shows the card form and serves the one page it is connected to. */

import { useLocale } from '../../locales/localization.ts'
import { applyTokens } from '../../ui/theme/apply-tokens.ts'
import { canEncrypt } from '../entry/encrypt-card.ts'
import type { PaykkaCardForm } from '../form/card-form.ts'
import type { CardChangeEvent } from '../form/card-form-events.ts'
import type { PaykkaCodeForm } from '../form/code-form.ts'
import type { ToFrame, ToPage } from './frame-protocol.ts'
import { HELLO } from './frame-protocol.ts'
import type { FrameSettings } from './frame-settings.ts'
import { isConnect, readToFrame } from './read-to-frame.ts'

type Form = PaykkaCardForm | PaykkaCodeForm
type Configure = Extract<ToFrame, { type: 'configure' }>

export class CardFramePage {
  readonly #settings: FrameSettings
  readonly #loadCardForm: () => Promise<PaykkaCardForm>
  readonly #loadCodeForm: () => Promise<PaykkaCodeForm>
  readonly #loadDress: () => Promise<typeof import('../../ui/appearance/dress-form.ts')>
  readonly #resizes = new ResizeObserver(() => this.#sendHeight())
  #cardForm: Promise<PaykkaCardForm> | null = null
  #codeForm: Promise<PaykkaCodeForm> | null = null
  /** The shown form; none until the page has chosen one. */
  #form: Form | null = null
  #port: MessagePort | null = null
  #checkout = ''
  #locked = false
  #height = 0
  /** Number of appearances that are being applied. */
  #dressing = 0
  #dressed = false
  /** The form whose earlier changes were reported to the connected page. */
  #reported: Form | null = null

  constructor(
    settings: FrameSettings,
    loadCardForm: () => Promise<PaykkaCardForm>,
    loadCodeForm: () => Promise<PaykkaCodeForm>,
    loadDress: () => Promise<typeof import('../../ui/appearance/dress-form.ts')>,
  ) {
    this.#settings = settings
    this.#loadCardForm = loadCardForm
    this.#loadCodeForm = loadCodeForm
    this.#loadDress = loadDress
  }

  /** Listens for the embedding page, announces itself, and takes over a server-rendered form. */
  start(): void {
    window.addEventListener('message', this.#onMessage)
    if (document.querySelector('paykka-card-form')) void this.#formFor(undefined)
    // To any origin: the message only announces the frame. The answer's origin is checked.
    window.parent.postMessage({ type: HELLO }, '*')
  }

  /** Accepts only the embedding window on an origin that the BFF allows. A newer port replaces an older one. */
  #onMessage = (event: MessageEvent): void => {
    const [port] = event.ports
    if (event.source !== window.parent || window.parent === window) return
    if (!this.#settings.parents.includes(event.origin) || !isConnect(event.data) || !port) return
    this.#port?.close()
    this.#port = port
    this.#checkout = ''
    this.#height = 0
    this.#reported = null
    // A form that cannot encrypt must not be shown: nothing may leave it unencrypted.
    if (!canEncrypt()) {
      this.#send({ type: 'refused', code: 'insecure_context' })
      return
    }
    port.onmessage = ({ data }) => this.#obey(readToFrame(data))
    this.#send({ type: 'ready' })
  }

  #obey(message: ToFrame | null): void {
    switch (message?.type) {
      case 'configure':
        void this.#configure(message)
        break
      case 'seal':
        void this.#seal(message.id)
        break
      case 'report':
        this.#form?.report()
        break
      case 'focus':
        this.#form?.focusField()
        break
      case 'reset':
        this.#form?.reset()
        break
      case 'lock':
        this.#locked = message.locked
        if (this.#form) this.#form.locked = message.locked
    }
  }

  async #configure({ checkout, look, code }: Configure): Promise<void> {
    const root = document.documentElement
    this.#checkout = checkout
    root.dir = look.dir
    root.lang = look.locale || 'en'
    // The same color scheme on both sides keeps the frame's background transparent.
    root.style.colorScheme = look.theme
    applyTokens(root, look.tokens)
    const form = await this.#formFor(code)
    await useLocale(look.locale || 'en')
    if (form) await this.#show(form, look)
  }

  /** Without its code, the form is shown in its default look. A change at run time may also take an appearance away. */
  async #dress(form: Form, appearance: Configure['look']['appearance']): Promise<void> {
    if (!appearance && !this.#dressed) return
    const code = await this.#loadDress().catch(() => null)
    if (!code) return
    this.#dressed = true
    code.dressForm(form, appearance, [location.origin, ...this.#settings.parents])
    await form.updateComplete
  }

  /** If the code form cannot be loaded, the frame never becomes ready, and the page offers a retry. */
  async #formFor(code: Configure['code']): Promise<Form | null> {
    if (code === undefined) {
      this.#cardForm ??= this.#loadCardForm()
      return await this.#cardForm
    }
    this.#codeForm ??= this.#loadCodeForm()
    const form = await this.#codeForm.catch(() => null)
    if (form) form.length = code
    return form
  }

  async #show(form: Form, { texts, appearance }: Configure['look']): Promise<void> {
    form.texts = texts
    // The first height shows the form, so it waits for the appearance.
    this.#dressing++
    if (form !== this.#form) this.#replace(form)
    else form.requestUpdate()
    if (form !== this.#reported && !form.status.empty) this.#send({ type: 'change', status: form.status })
    this.#reported = form
    await form.updateComplete
    await this.#dress(form, appearance)
    this.#dressing--
    this.#sendHeight()
  }

  #replace(form: Form): void {
    this.#form?.remove()
    this.#form = form
    form.locked = this.#locked
    form.addEventListener('card-change', this.#onChange)
    form.addEventListener('card-submit', this.#onSubmit)
    this.#resizes.disconnect()
    this.#resizes.observe(form)
    // A moved form would lose what was typed.
    if (!form.isConnected) document.body.append(form)
  }

  async #seal(id: number): Promise<void> {
    const { key, clockOffset } = this.#settings
    const now = () => Date.now() + clockOffset
    const outcome = (await this.#form?.seal({ key, checkout: this.#checkout, now })) ?? LOST
    this.#send({ type: 'outcome', id, outcome })
  }

  #onChange = (event: Event): void =>
    this.#send({ type: 'change', status: (event as CardChangeEvent).status })

  #onSubmit = (): void => this.#send({ type: 'submit' })

  #sendHeight(): void {
    if (this.#dressing > 0) return
    const height = Math.ceil(this.#form?.getBoundingClientRect().height ?? 0)
    if (height === this.#height && height > 0) return
    this.#height = height
    if (height > 0) this.#send({ type: 'height', height })
  }

  #send(message: ToPage): void {
    this.#port?.postMessage(message)
  }
}

const LOST = { kind: 'failed', code: 'card_form_lost' } as const
