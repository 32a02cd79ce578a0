/** The part of Vite that the gallery uses. */
interface ImportMeta {
  glob(pattern: string, options: { query: string }): Record<string, unknown>
}

/** The address of a served file. */
declare module '*.js?url' {
  const address: string
  export = address
}
