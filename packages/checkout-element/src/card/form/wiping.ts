/** Wipes a form that is left alone: for a while, by its page, or with a page the browser keeps. */
import type { ReactiveController, ReactiveControllerHost } from 'lit'

/** What was typed and left alone this long is wiped. */
const IDLE_MS = 15 * 60_000

export class Wiping implements ReactiveController {
  readonly #wipe: () => void
  #idle: ReturnType<typeof setTimeout> | undefined

  constructor(host: ReactiveControllerHost, wipe: () => void) {
    this.#wipe = wipe
    host.addController(this)
  }

  hostConnected(): void {
    // A page kept in the back/forward cache must not keep a card with it.
    window.addEventListener('pagehide', this.#wipe)
  }

  hostDisconnected(): void {
    window.removeEventListener('pagehide', this.#wipe)
    this.#wipe()
  }

  /** Someone is at it: the time starts anew. */
  postpone(): void {
    clearTimeout(this.#idle)
    this.#idle = setTimeout(this.#wipe, IDLE_MS)
  }

  /** Nothing is left to be wiped. */
  stop(): void {
    clearTimeout(this.#idle)
  }
}
