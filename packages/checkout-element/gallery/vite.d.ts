/** The one thing of Vite’s client the gallery uses. */
interface ImportMeta {
  glob(pattern: string, options: { query: string }): Record<string, unknown>
}
