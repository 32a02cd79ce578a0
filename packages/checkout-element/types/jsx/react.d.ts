/** The tags in JSX of React 19. React 18 sets only attributes: there use `@paykka-checkout/element/react`. */
import type { PaykkaIntrinsicElements } from '@paykka-checkout/element'

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements extends PaykkaIntrinsicElements {}
  }
}
