/** Watches the page around the element: what the device prefers, and the shopper coming back to it. */
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { isDarkAround } from './theme/scheme.ts'

/** The element, as it is watched around. */
type Watched = ReactiveControllerHost & Element & { readonly theme: string }

export class PageWatch implements ReactiveController {
  readonly #host: Watched
  readonly #returned: () => void
  readonly #device = globalThis.matchMedia?.('(prefers-color-scheme: dark)')

  /** @param returned called when what is shown may be old */
  constructor(host: Watched, returned: () => void) {
    this.#host = host
    this.#returned = returned
    host.addController(this)
  }

  /** True where the element is to be dark: by its own theme, or because the page around it is. */
  get dark(): boolean {
    const { theme } = this.#host
    return theme === 'auto' ? isDarkAround(this.#host, this.#device?.matches === true) : theme === 'dark'
  }

  hostConnected(): void {
    this.#device?.addEventListener('change', this.#onDevice)
    document.addEventListener('visibilitychange', this.#onReturn)
    window.addEventListener('pageshow', this.#onReturn)
  }

  hostDisconnected(): void {
    this.#device?.removeEventListener('change', this.#onDevice)
    document.removeEventListener('visibilitychange', this.#onReturn)
    window.removeEventListener('pageshow', this.#onReturn)
  }

  #onDevice = (): void => this.#host.requestUpdate()

  /** Back from another tab or out of the back/forward cache. */
  #onReturn = (event: Event): void => {
    const kept = event instanceof PageTransitionEvent && event.persisted
    const seen = event.type === 'visibilitychange' && document.visibilityState === 'visible'
    if (kept || seen) this.#returned()
  }
}
