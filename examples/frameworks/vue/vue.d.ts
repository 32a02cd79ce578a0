/** How TypeScript sees a single-file component. */
declare module '*.vue' {
  import type { Component } from 'vue'

  const component: Component
  // biome-ignore lint/style/noDefaultExport: this is the form of such a module.
  export default component
}
