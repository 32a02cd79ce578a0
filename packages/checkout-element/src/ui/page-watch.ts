/** Watches the page around the element: color scheme, connection, and the shopper's return to the page. */
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { isDarkAround } from './theme/scheme.ts'

/** An element with its own theme. */
export type ThemedElement = ReactiveControllerHost & Element & { readonly theme: string }

export class PageWatch implements ReactiveController {
  readonly #host: ThemedElement
  readonly #returned: () => void
  #life = new AbortController()
  readonly #device = globalThis.matchMedia?.('(prefers-color-scheme: dark)')

  /** @param returned called when the shown state may be outdated */
  constructor(host: ThemedElement, returned: () => void) {
    this.#host = host
    this.#returned = returned
    host.addController(this)
  }

  /** True when the element must be dark: by its own theme, or because the page around it is dark. */
  get dark(): boolean {
    const { theme } = this.#host
    return theme === 'auto' ? isDarkAround(this.#host, this.#device?.matches === true) : theme === 'dark'
  }

  hostConnected(): void {
    this.#life = new AbortController()
    const { signal } = this.#life
    this.#device?.addEventListener('change', this.#onChange, { signal })
    document.addEventListener('visibilitychange', this.#onChange, { signal })
    for (const type of ['pageshow', 'online', 'offline'])
      window.addEventListener(type, this.#onChange, { signal })
  }

  hostDisconnected(): void {
    this.#life.abort()
  }

  /** The shown state may be outdated after the back/forward cache, in a background tab, or after a time offline. */
  #onChange = ({ type, persisted }: Event & { persisted?: boolean }): void => {
    this.#host.requestUpdate()
    const seen = type === 'visibilitychange' && !document.hidden
    if (seen || persisted || type === 'online') this.#returned()
  }
}
