/** Vite's import of a file as text. */
declare module '*?raw' {
  const text: string
  // biome-ignore lint/style/noDefaultExport: Vite gives such a module a default export.
  export default text
}
