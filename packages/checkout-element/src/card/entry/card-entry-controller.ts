/** Chooses, keeps and renews the place where the card is typed. Prices and states come and go; the form stays. */
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { explain } from '../../checkout/setup.ts'
import type { EncryptedCardSettings } from '../../checkout/wire.ts'
import type { Environment } from '../../environment.ts'
import type { CheckoutErrorCode } from '../../errors.ts'
import { CheckoutError } from '../../errors.ts'
import { dropFrameAhead, frameAhead, frameSlot } from '../frame/frame-ahead.ts'
import type {
  CardEntry,
  CardEntryListener,
  CardLook,
  CardPlace,
  CardSetup,
  CardStatus,
  EntryParts,
  SealOutcome,
} from './card-entry.ts'
import { FrameCardEntry } from './frame-entry.ts'

/** What is left of a card that was lost with its form. */
const EMPTY: CardStatus = { brand: null, last4: null, empty: true, complete: false, invalid: [] }

/** Who is told what happens in the form. */
export interface CardHost extends ReactiveControllerHost, HTMLElement {
  cardEntryReady(): void
  cardEntryChanged(status: CardStatus): void
  cardEntrySubmitted(): void
  cardEntryFailed(error: CheckoutError): void
}

export class CardEntryController implements ReactiveController, CardEntryListener {
  /** The form, once there is one. */
  entry: CardEntry | null = null
  /** True once the form can be typed into. */
  ready = false
  /** True when nothing is left to be typed. */
  complete = false
  /** Why it cannot be. */
  error: CheckoutError | null = null

  readonly #host: CardHost
  readonly #env: Environment
  #place = ''
  #sent = ''
  /** True from the first key until what was typed is gone. */
  #filled = false

  constructor(host: CardHost, env: Environment) {
    this.#host = host
    this.#env = env
    host.addController(this)
  }

  hostDisconnected(): void {
    this.close()
  }

  /** Opens the form in its place; where it is open already, nothing happens and what was typed stays. */
  open(mode: CardPlace, bffUrl: string, locale: string, settings?: EncryptedCardSettings): void {
    const place = `${mode} ${bffUrl}`
    if (this.#place === place) return
    this.close()
    this.#place = place
    const ahead = mode === 'frame' ? frameAhead(this.#host, bffUrl) : null
    if (!ahead) dropFrameAhead(this.#host)
    if (mode === 'frame') this.entry = new FrameCardEntry(bffUrl, `locale=${locale}`, this, this.#env, ahead)
    else void this.#openLater(mode, { host: this.#host, env: this.#env, settings })
    this.#host.requestUpdate()
  }

  /** Takes the form away, and with it whatever was typed. */
  close(): void {
    this.entry?.dispose()
    this.entry = null
    this.#place = ''
    this.#sent = ''
    this.ready = false
    this.error = null
    // An element that is moved is out of the page for this moment, and its page would not hear.
    if (this.#filled) queueMicrotask(() => this.cardLost())
    this.complete = false
  }

  /** Hands settings and look over, if they differ from what the form has. */
  configure(setup: CardSetup, look: CardLook): void {
    const sent = JSON.stringify([setup.checkout, setup.key.kid, setup.brands, setup.title, look])
    if (!this.entry || sent === this.#sent) return
    this.#sent = sent
    this.entry.configure(setup, look)
  }

  /** Until something else takes the place, a frame written ahead shows in it. */
  render(): unknown {
    return this.entry?.render() ?? frameSlot()
  }

  seal(): Promise<SealOutcome> {
    return this.entry?.seal() ?? Promise.resolve({ kind: 'failed', code: 'card_form_lost' })
  }

  cardReady(): void {
    if (this.ready) return
    this.ready = true
    this.#host.requestUpdate()
    this.#host.cardEntryReady()
  }

  cardChanged(status: CardStatus): void {
    if (status.complete !== this.complete) this.#host.requestUpdate()
    this.complete = status.complete
    this.#filled = !status.empty
    this.#host.cardEntryChanged(status)
  }

  cardLost(): void {
    if (this.#filled) this.cardChanged(EMPTY)
  }

  cardSubmitted(): void {
    this.#host.cardEntrySubmitted()
  }

  cardFailed(code: 'card_frame_unreachable' | 'card_form_unreachable' | 'insecure_context'): void {
    void this.#failed(code)
  }

  async #failed(code: CheckoutErrorCode): Promise<void> {
    const place = this.#place
    const [, bffUrl = ''] = place.split(' ')
    const found = await explain(this.#env, code, { bffUrl, clientSecret: '' })
    if (this.#place !== place) return
    this.error = new CheckoutError(found)
    this.ready = false
    this.#host.requestUpdate()
    this.#host.cardEntryFailed(this.error)
  }

  /** The card code comes with the form, and only when the form is asked for. */
  async #openLater(mode: Exclude<CardPlace, 'frame'>, parts: EntryParts): Promise<void> {
    const place = this.#place
    try {
      const { openEntry } = await import('./open-entry.ts')
      const entry = await openEntry(mode, this, parts)
      if (this.#place !== place) return entry.dispose()
      this.entry = entry
      this.#host.requestUpdate()
    } catch {
      if (this.#place === place) this.cardFailed('card_form_unreachable')
    }
  }
}
