/** The tags in JSX of Preact, which sets properties and hears events by their names: `onpaykka-success`. */
import type { PaykkaIntrinsicElements } from '@paykka-checkout/element'

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements extends PaykkaIntrinsicElements {}
  }
}
