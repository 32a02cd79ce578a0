/**
 * Leaves out of Lit what no page of a shop can use: texts of errors for authors of elements, hooks for browsers without
 * shadow DOM, what decorators need, and the list of versions that only Lit's development build reads.
 */
import type { Plugin } from 'vite'

/** By the name of a published file: what is cut out, and what stands there instead. */
const CUTS: readonly (readonly [file: string, part: RegExp, instead: string])[] = [
  ['css-tag.js', /Error\("CSSResult is not constructable[^"]*"\)/, 'Error()'],
  ['css-tag.js', /Error\("Value passed to 'css' function[^)]*\)/, 'Error()'],
  ['reactive-element.js', /,\w=\w\.reactiveElementPolyfillSupport/, ''],
  // What decorators leave there; these elements use none.
  [
    'reactive-element.js',
    /Symbol\.metadata\?\?=Symbol\("metadata"\),\w\.litPropertyMetadata\?\?=new WeakMap;/,
    '',
  ],
  [
    'reactive-element.js',
    /const (\w)=this\[Symbol\.metadata\];if\(null!==\1\)\{const (\w)=litPropertyMetadata\.get\(\1\);if\(void 0!==\2\)for\(const\[\w,\w\]of \2\)this\.elementProperties\.set\(\w,\w\)\}/,
    '',
  ],
  ['reactive-element.js', /static addInitializer\(\w\)\{[^}]*\}/, ''],
  [
    'reactive-element.js',
    /,\w\?\.\(\{ReactiveElement:\w\}\),\(\w\.reactiveElementVersions\?\?=\[\]\)\.push\("[^"]*"\)/,
    '',
  ],
  [
    'lit-html.js',
    /,(\w)=\w\.litHtmlPolyfillSupport;\1\?\.\(\w,\w\),\(\w\.litHtmlVersions\?\?=\[\]\)\.push\("[^"]*"\);/,
    ';',
  ],
  ['lit-element.js', /const (\w)=\w\.litElementPolyfillSupport;\1\?\.\(\{LitElement:\w\}\);/, ''],
  ['lit-element.js', /\(\w\.litElementVersions\?\?=\[\]\)\.push\("[^"]*"\);/, ''],
]

export const leanLit = (): Plugin => ({
  name: 'lean-lit',
  enforce: 'pre',
  transform(code, id) {
    const cuts = CUTS.filter(([file]) => id.endsWith(`/${file}`) && /node_modules\/(@lit|lit-)/.test(id))
    if (cuts.length === 0) return null
    for (const [file, part] of cuts)
      if (!part.test(code)) throw new Error(`${file} has changed: look at ${part} in scripts/lean-lit.ts`)
    return { code: cuts.reduce((text, [, part, instead]) => text.replace(part, instead), code), map: null }
  },
})
