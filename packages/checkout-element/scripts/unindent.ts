/** Takes the indentation out of sources, and so out of `html` templates, where bundlers leave it; the line ends stay. */
import type { Plugin } from 'vite'

/** Not for the card frame: its templates must stay those the server drew the form from. */
export const unindent = (): Plugin => ({
  name: 'unindent',
  enforce: 'pre',
  transform: (code, id) =>
    id.includes('/src/') ? { code: code.replace(/\n[ \t]+/g, '\n'), map: null } : null,
})
