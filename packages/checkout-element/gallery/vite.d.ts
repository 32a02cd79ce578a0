/** What the gallery uses of Vite. */
interface ImportMeta {
  glob(pattern: string, options: { query: string }): Record<string, unknown>
}

/** The address a file is served at. */
declare module '*.js?url' {
  const address: string
  export = address
}
