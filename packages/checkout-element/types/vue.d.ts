/** The tags in templates of Vue 3. Vue's compiler still needs `isCustomElement`, so that it looks for no component. */
import type { PaykkaVueComponents } from '@paykka-checkout/element'

declare module 'vue' {
  interface GlobalComponents extends PaykkaVueComponents {}
}
