/** Removes the indentation from sources, and so from `html` templates. Line ends stay. */
import type { Plugin } from 'vite'

/** Not for the card frame: its templates must equal those of the server-rendered form. */
export const unindent = (): Plugin => ({
  name: 'unindent',
  enforce: 'pre',
  transform: (code, id) =>
    id.includes('/src/') ? { code: code.replace(/\n[ \t]+/g, '\n'), map: null } : null,
})
