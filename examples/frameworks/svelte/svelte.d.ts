/** How TypeScript sees a component file. */
declare module '*.svelte' {
  import type { Component } from 'svelte'

  const component: Component<import('../shared/open-checkout.ts').CheckoutAccess>
  // biome-ignore lint/style/noDefaultExport: this is the form of such a module.
  export default component
}
