/** Chooses, keeps and renews the place where the card is typed. Prices and states change; the form stays. */
import type { ReactiveController } from 'lit'
import type { CheckoutElement } from '../../checkout/checkout-context.ts'
import type { MistakeReporter } from '../../checkout/setup-mistakes/mistake-reporter.ts'
import type { EncryptedCardSettings } from '../../checkout/wire.ts'
import type { Environment } from '../../environment.ts'
import type { CheckoutErrorCode } from '../../errors.ts'
import { CheckoutError } from '../../errors.ts'
import { dropFrameAhead, frameAhead, frameSlot } from '../frame/frame-ahead.ts'
import type {
  CardEntry,
  CardEntryEvent,
  CardLook,
  CardPlace,
  CardSetup,
  CardStatus,
  EntryParts,
  SealOutcome,
} from './card-entry.ts'
import { FrameCardEntry } from './frame-entry.ts'

/** The status after a card was lost with its form. */
const EMPTY: CardStatus = { brand: null, last4: null, empty: true, complete: false, invalid: [] }

/** What the controller reports to the element. */
export type CardEvent =
  | Extract<CardEntryEvent, { type: 'ready' | 'changed' | 'submitted' }>
  | { type: 'failed'; error: CheckoutError }

export class CardEntryController implements ReactiveController {
  /** The form, once there is one. */
  entry: CardEntry | null = null
  /** True once the form can be typed into. */
  ready = false
  /** True when the card is complete. */
  complete = false
  /** Why it cannot be typed into. */
  error: CheckoutError | null = null

  readonly #element: CheckoutElement
  readonly #env: Environment
  readonly #mistakes: MistakeReporter
  readonly #report: (event: CardEvent) => void
  #place = ''
  #sent = ''
  /** True from the first key until what was typed is gone. */
  #filled = false

  constructor(
    element: CheckoutElement,
    env: Environment,
    mistakes: MistakeReporter,
    report: (event: CardEvent) => void,
  ) {
    this.#element = element
    this.#env = env
    this.#mistakes = mistakes
    this.#report = report
    element.addController(this)
  }

  hostDisconnected(): void {
    this.close()
  }

  /** Opens the form in its place. Where it is open already, nothing happens and what was typed stays. */
  open(mode: CardPlace, bffUrl: string, locale: string, settings?: EncryptedCardSettings): void {
    const place = `${mode} ${bffUrl}`
    if (this.#place === place) return
    this.close()
    this.#place = place
    const element = this.#element
    const ahead = mode === 'frame' ? frameAhead(element, bffUrl) : null
    if (!ahead) dropFrameAhead(element)
    if (mode === 'frame')
      this.entry = new FrameCardEntry(bffUrl, `locale=${locale}`, this.#onEntryEvent, this.#env, ahead)
    else
      void this.#openOther(mode, {
        host: element,
        env: this.#env,
        mistakes: this.#mistakes,
        settings,
      })
    element.requestUpdate()
  }

  /** Removes the form and everything that was typed. */
  close(): void {
    this.entry?.dispose()
    this.entry = null
    this.#place = ''
    this.#sent = ''
    this.ready = false
    this.error = null
    // An element that is being moved is out of the page at this moment, so the page would miss the event.
    if (this.#filled) queueMicrotask(() => this.#lost())
    this.complete = false
  }

  /** Passes settings and look to the form, if they differ from what it has. */
  configure(setup: CardSetup, look: CardLook): void {
    const sent = JSON.stringify([setup.checkout, setup.key.kid, setup.brands, setup.title, look])
    if (!this.entry || sent === this.#sent) return
    this.#sent = sent
    this.entry.configure(setup, look)
  }

  /** Until another form opens, a frame in the page's HTML is shown. */
  render(): unknown {
    return this.entry?.render() ?? frameSlot()
  }

  seal(): Promise<SealOutcome> {
    return this.entry?.seal() ?? Promise.resolve({ kind: 'failed', code: 'card_form_lost' })
  }

  #onEntryEvent = (event: CardEntryEvent): void => {
    if (event.type === 'changed') this.#changed(event.status)
    else if (event.type === 'lost') this.#lost()
    else if (event.type === 'failed') void this.#failed(event.code)
    else if (event.type === 'ready') this.#becomeReady(event)
    else this.#report(event)
  }

  #becomeReady(event: CardEvent): void {
    if (this.ready) return
    this.ready = true
    this.#element.requestUpdate()
    this.#report(event)
  }

  #changed(status: CardStatus): void {
    if (status.complete !== this.complete) this.#element.requestUpdate()
    this.complete = status.complete
    this.#filled = !status.empty
    this.#report({ type: 'changed', status })
  }

  #lost(): void {
    if (this.#filled) this.#changed(EMPTY)
  }

  async #failed(code: CheckoutErrorCode): Promise<void> {
    const place = this.#place
    const [, bffUrl = ''] = place.split(' ')
    const found = await this.#mistakes.explain(code, { bffUrl, clientSecret: '' })
    if (this.#place !== place) return
    this.error = new CheckoutError(found)
    this.ready = false
    this.#element.requestUpdate()
    this.#report({ type: 'failed', error: this.error })
  }

  /** The other forms load their own code, and only when they are used. */
  async #openOther(mode: Exclude<CardPlace, 'frame'>, parts: EntryParts): Promise<void> {
    const place = this.#place
    try {
      const { openEntry } = await import('./open-entry.ts')
      const entry = await openEntry(mode, this.#onEntryEvent, parts)
      if (this.#place !== place) return entry.dispose()
      this.entry = entry
      this.#element.requestUpdate()
    } catch {
      if (this.#place === place) void this.#failed('card_form_unreachable')
    }
  }
}
