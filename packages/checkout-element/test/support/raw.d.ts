/** Vite’s way to read a file as text. */
declare module '*?raw' {
  const text: string
  // biome-ignore lint/style/noDefaultExport: this is the form Vite gives such a module.
  export default text
}
