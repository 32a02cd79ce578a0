/** The tags in JSX of Solid, which hears events with `on:paykka-success`. */
import type { PaykkaSolidElements } from '@paykka-checkout/element'

declare module 'solid-js/jsx-runtime' {
  namespace JSX {
    interface IntrinsicElements extends PaykkaSolidElements {}
  }
}
