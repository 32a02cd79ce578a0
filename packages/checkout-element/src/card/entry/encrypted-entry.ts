/**
 * Card entry by PayKKa's own Encrypted Card script: the card is typed into its fields and leaves them as ciphertext that
 * only PayKKa can decrypt. Neither this element nor the BFF ever has the card number. Loaded only when chosen.
 */
import type { TemplateResult } from 'lit'
import { html } from 'lit'
import type { EncryptedCardSettings } from '../../checkout/wire.ts'
import { loadScript } from '../../methods/wallets/load-script.ts'
import { label } from '../form/card-messages.ts'
import type {
  CardEntry,
  CardEntryListener,
  CardLook,
  CardSetup,
  CardStatus,
  EntryParts,
  SealOutcome,
} from './card-entry.ts'
import type { Mount } from './encrypted-form.ts'
import { MOUNTS, PaykkaEncryptedForm } from './encrypted-form.ts'
import type { EncryptedCard } from './encrypted-script.ts'
import { readEncrypted, startScript } from './encrypted-script.ts'

/** The script reports nothing while one of its fields is invalid. This time limit detects it. Milliseconds. */
const SILENCE_MS = 1500
/** A script that takes longer than this has failed. Milliseconds. */
const ENCRYPT_TIMEOUT_MS = 20_000

/** The script reports nothing while the shopper types; only its own check at payment finds an error. */
const UNSEEN: CardStatus = { brand: null, last4: null, empty: false, complete: true, invalid: [] }

const NAMES = Object.keys(MOUNTS) as Mount[]

type Parts = EntryParts & { settings: EncryptedCardSettings }

/** @throws {TypeError} when the BFF offers this way without the address of the script */
export const openEntry = (listener: CardEntryListener, { settings, ...parts }: EntryParts): CardEntry => {
  if (!settings) throw new TypeError('encryptedCard is missing')
  return new EncryptedCardEntry(listener, { ...parts, settings })
}

export class EncryptedCardEntry implements CardEntry {
  readonly #parts: Parts
  readonly #listener: CardEntryListener
  readonly #form: PaykkaEncryptedForm
  readonly #life = new AbortController()
  #mounts: HTMLElement[] = []
  #script: { encrypt(): unknown } | null = null
  #onEncrypted: (result: unknown) => void = () => undefined

  constructor(listener: CardEntryListener, parts: Parts) {
    this.#listener = listener
    this.#parts = parts
    if (!customElements.get('paykka-encrypted-form'))
      customElements.define('paykka-encrypted-form', PaykkaEncryptedForm)
    this.#form = new PaykkaEncryptedForm()
    this.#form.append(...NAMES.map(passage))
    this.#form.addEventListener('card-submit', () => listener({ type: 'submitted' }))
    void this.#start()
  }

  render(): TemplateResult {
    return html`${this.#form}`
  }

  configure(_setup: CardSetup, look: CardLook): void {
    this.#form.texts = look.texts
    this.#form.requestUpdate()
    for (const mount of this.#mounts)
      mount.setAttribute('aria-label', label[MOUNTS[mount.dataset.eci as Mount]]())
  }

  async seal(): Promise<SealOutcome> {
    if (!this.#script) return { kind: 'failed', code: 'card_form_lost' }
    const holderName = this.#form.readHolder()
    this.#form.mistaken = false
    const card = await this.#encrypt()
    this.#form.mistaken = card === null
    if (card === 'failed') return { kind: 'failed', code: 'seal_failed' }
    if (card && holderName)
      return { kind: 'encrypted', method: { type: 'encrypted_card', ...card, holderName } }
    if (card) this.#form.focusHolder()
    return { kind: 'invalid', fields: card ? ['holder'] : [] }
  }

  report(): void {
    if (this.#form.readHolder() === null) this.#form.focusHolder()
    else this.focus()
  }

  focus(): void {
    this.#mounts[0]?.querySelector<HTMLElement>('input, iframe')?.focus()
  }

  /** The script cannot clear its fields, so they are created again. */
  reset(): void {
    this.#form.reset()
    if (this.#script) this.#mount()
  }

  lock(locked: boolean): void {
    this.#form.locked = locked
    for (const mount of this.#mounts) mount.inert = locked
  }

  dispose(): void {
    this.#life.abort()
    this.#unmount()
  }

  async #start(): Promise<void> {
    const { settings, env, mistakes } = this.#parts
    try {
      await loadScript(settings.scriptUrl, { nonce: '', wait: env.wait, report: mistakes.report })
      // The script's fields copy the colors of the rendered form.
      await this.#form.updateComplete
      if (this.#life.signal.aborted) return
      this.#mount()
      this.#listener({ type: 'ready' })
      this.#listener({ type: 'changed', status: UNSEEN })
    } catch {
      if (!this.#life.signal.aborted) this.#listener({ type: 'failed', code: 'card_form_unreachable' })
    }
  }

  #mount(): void {
    this.#unmount()
    this.#mounts = NAMES.map(mountPoint)
    this.#parts.host.append(...this.#mounts)
    this.#script = startScript(
      this.#parts.settings,
      inputLook(this.#parts.host, this.#form.danger),
      (result) => this.#onEncrypted(result),
    )
  }

  #unmount(): void {
    for (const mount of this.#mounts) mount.remove()
    this.#mounts = []
    this.#script = null
  }

  /** The ciphertexts, `null` when the script found an error, or `failed`. */
  #encrypt(): Promise<EncryptedCard | null | 'failed'> {
    const { env } = this.#parts
    const over = new AbortController()
    return new Promise<EncryptedCard | null | 'failed'>((resolve) => {
      this.#onEncrypted = (result) => resolve(readEncrypted(result) ?? 'failed')
      const silent = () => env.wait(SILENCE_MS, over.signal).then(() => resolve(null))
      void env.wait(ENCRYPT_TIMEOUT_MS, over.signal).then(() => resolve('failed'))
      Promise.resolve(this.#script?.encrypt()).then(silent, () => resolve('failed'))
    }).finally(() => over.abort())
  }
}

/** A mount point is a child of the element; this slot passes it into the form. */
function passage(name: Mount): HTMLSlotElement {
  const slot = document.createElement('slot')
  slot.name = `encrypted-${name}`
  slot.slot = name
  return slot
}

function mountPoint(name: Mount): HTMLElement {
  const mount = document.createElement('div')
  mount.dataset.eci = name
  mount.slot = `encrypted-${name}`
  mount.setAttribute('role', 'group')
  mount.setAttribute('aria-label', label[MOUNTS[name]]())
  return mount
}

/** The style of the script's text boxes; the mount points have the borders. */
function inputLook(
  host: HTMLElement,
  danger: string,
): Record<'base' | 'valid' | 'invalid', Record<string, string>> {
  const { color, fontFamily, fontSize } = getComputedStyle(host)
  const box = { width: '100%', height: '100%', padding: '0 14px', border: '0', outline: 'none' }
  return {
    base: { ...box, background: 'transparent', color, fontFamily, fontSize },
    valid: { outline: 'none' },
    // An outline is also visible in forced colors.
    invalid: { outline: `2px solid ${danger}`, outlineOffset: '-2px', borderRadius: 'inherit' },
  }
}
