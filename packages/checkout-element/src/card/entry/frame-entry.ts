/** The page's side of the isolated frame: embeds it, connects to it, and accepts known messages only. */
import type { TemplateResult } from 'lit'
import { html } from 'lit'
import type { Environment } from '../../environment.ts'
import { frameSlot } from '../frame/frame-ahead.ts'
import type { ToFrame, ToPage } from '../frame/frame-protocol.ts'
import { CONNECT, HELLO } from '../frame/frame-protocol.ts'
import { readToPage } from '../frame/read-to-page.ts'
import { SANDBOX } from '../frame/sandbox.ts'
import type { CardEntry, CardEntryListener, CardLook, CardSetup, SealOutcome } from './card-entry.ts'

/** A frame that has not answered after this time counts as unreachable; a retry is offered. Milliseconds. */
const CONNECT_TIMEOUT_MS = 12_000
const SEAL_TIMEOUT_MS = 20_000

export class FrameCardEntry implements CardEntry {
  readonly #origin: string
  readonly #listener: CardEntryListener
  readonly #env: Environment
  readonly #life = new AbortController()
  readonly #waiting = new Map<number, (outcome: SealOutcome) => void>()
  readonly #frame: HTMLIFrameElement
  #port: MessagePort | null = null
  #connected = false
  #setup: { setup: CardSetup; look: CardLook } | null = null
  #locked = false
  #count = 0

  /**
   * @param query the query of the frame's address, with the language in which the server renders it
   * @param ahead a frame that is already in the page's HTML, in place of a new one
   */
  constructor(
    bffUrl: string,
    query: string,
    listener: CardEntryListener,
    env: Environment,
    ahead?: HTMLIFrameElement | null,
  ) {
    this.#origin = new URL(bffUrl).origin
    this.#listener = listener
    this.#env = env
    this.#frame = ahead ?? this.#embed(`${bffUrl}/card-frame?${query}`)
    window.addEventListener('message', this.#onMessage, { signal: this.#life.signal })
    // Its hello may be over already; if it is still to come, this message is lost.
    if (ahead) this.#connect()
    void this.#watch()
  }

  render(): TemplateResult {
    // A frame in the page's HTML stays where it is and is slotted.
    return this.#frame.slot ? frameSlot() : html`${this.#frame}`
  }

  configure(setup: CardSetup, look: CardLook): void {
    this.#frame.title = setup.title
    this.#setup = { setup, look }
    this.#configure()
  }

  seal(): Promise<SealOutcome> {
    if (!this.#connected) return Promise.resolve({ kind: 'failed', code: 'card_form_lost' })
    const id = ++this.#count
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve)
      void this.#env
        .wait(SEAL_TIMEOUT_MS, this.#life.signal)
        .then(() => this.#settle(id, { kind: 'failed', code: 'seal_failed' }))
      this.#send({ type: 'seal', id })
    })
  }

  report(): void {
    this.#focusFrame()
    this.#send({ type: 'report' })
  }

  focus(): void {
    this.#focusFrame()
    this.#send({ type: 'focus' })
  }

  reset(): void {
    this.#send({ type: 'reset' })
  }

  lock(locked: boolean): void {
    if (locked === this.#locked) return
    this.#locked = locked
    this.#send({ type: 'lock', locked })
  }

  dispose(): void {
    this.#life.abort()
    this.#port?.close()
    this.#lose()
    if (this.#frame.slot) this.#frame.remove()
  }

  /**
   * When a focused frame is focused again, Chromium returns the focus to the frame's document. This may happen after the
   * frame focused a field, which would then lose the focus.
   */
  #focusFrame(): void {
    const { activeElement } = this.#frame.getRootNode() as Document | ShadowRoot
    if (activeElement !== this.#frame) this.#frame.focus()
  }

  /** Sandboxed before it gets an address, so that its first load is restricted too. */
  #embed(address: string): HTMLIFrameElement {
    return Object.assign(document.createElement('iframe'), {
      // Until the form is ready it lies under the skeleton and must not get the focus.
      inert: true,
      part: 'card-frame',
      sandbox: SANDBOX,
      allow: 'payment',
      src: address,
    })
  }

  /** Accepts messages only from the frame's window on the BFF's origin. A second hello means a reload. */
  #onMessage = ({ source, origin, data }: MessageEvent): void => {
    if (source !== this.#frame.contentWindow || origin !== this.#origin || data?.type !== HELLO) return
    this.#connected = false
    this.#lose()
    this.#listener({ type: 'lost' })
    this.#connect()
  }

  /** Sends a port and, without waiting for an answer, everything that the form needs. */
  #connect(): void {
    const { port1, port2 } = new MessageChannel()
    this.#port?.close()
    this.#port = port1
    port1.onmessage = ({ data }) => this.#receive(readToPage(data))
    // The exact target origin keeps the port from any other page.
    this.#frame.contentWindow?.postMessage({ type: CONNECT }, this.#origin, [port2])
    this.#send({ type: 'lock', locked: this.#locked })
    this.#configure()
  }

  async #watch(): Promise<void> {
    const { signal } = this.#life
    await this.#env.wait(CONNECT_TIMEOUT_MS, signal)
    if (signal.aborted || this.#connected) return
    this.#life.abort()
    this.#listener({ type: 'failed', code: 'card_frame_unreachable' })
  }

  #receive(message: ToPage | null): void {
    switch (message?.type) {
      case 'ready':
        this.#connected = true
        break
      case 'height':
        this.#fit(message.height)
        break
      case 'change':
        this.#listener({ type: 'changed', status: message.status })
        break
      case 'submit':
        this.#listener({ type: 'submitted' })
        break
      case 'outcome':
        this.#settle(message.id, message.outcome)
        break
      case 'refused':
        this.#life.abort()
        this.#listener({ type: 'failed', code: message.code })
    }
  }

  /** The first height means that the form is rendered; only then is it shown. */
  #fit(height: number): void {
    this.#frame.inert = false
    this.#frame.style.blockSize = `${height}px`
    this.#listener({ type: 'ready' })
  }

  #configure(): void {
    if (!this.#setup) return
    const { setup, look } = this.#setup
    const { checkout, code } = setup
    this.#send({ type: 'configure', checkout, look, ...(code && { code }) })
  }

  #settle(id: number, outcome: SealOutcome): void {
    this.#waiting.get(id)?.(outcome)
    this.#waiting.delete(id)
  }

  #lose(): void {
    for (const id of [...this.#waiting.keys()]) this.#settle(id, { kind: 'failed', code: 'card_form_lost' })
  }

  #send(message: ToFrame): void {
    this.#port?.postMessage(message)
  }
}
