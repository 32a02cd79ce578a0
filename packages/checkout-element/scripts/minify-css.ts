/** Removes comments and white space from `css` templates, because bundlers do not change template texts. */
import type { Plugin } from 'vite'

/** Style sheets without comments and white space. */
export const squeeze = (text: string): string =>
  text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,>]) ?/g, '$1')
    .replace(/: /g, ':')
    .replace(/;}/g, '}')
    .replace(/([ (,:])0\./g, '$1.')
    .replace(/#(\w)\1(\w)\2(\w)\3\b/g, '#$1$2$3')
    .trim()

/** Only for `*.styles.ts`, which contain only style sheets. */
export const minifyCss = (): Plugin => ({
  name: 'minify-css',
  enforce: 'pre',
  transform(code, id) {
    if (!id.endsWith('.styles.ts')) return null
    const out = code.replace(/css`([^`]*)`/g, (_, text: string) => `css\`${squeeze(text)}\``)
    return { code: out, map: null }
  },
})
