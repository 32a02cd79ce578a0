/** Clears an abandoned form: after a time, when its page is left, or when the browser caches the page. */
import type { ReactiveController, ReactiveControllerHost } from 'lit'

/** A form without activity for this time is cleared. Milliseconds. */
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

  /** Restarts the time after activity. */
  postpone(): void {
    clearTimeout(this.#idle)
    this.#idle = setTimeout(this.#wipe, IDLE_MS)
  }

  /** Stops the time: the form is empty. */
  stop(): void {
    clearTimeout(this.#idle)
  }
}
