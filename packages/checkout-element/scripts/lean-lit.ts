/**
 * Leaves out of Lit what no page of a shop can use: texts of errors for authors of elements, hooks for browsers without
 * shadow DOM, and the list of versions that only Lit's development build reads.
 */
import type { Plugin } from 'vite'

/** By the name of a published file: what is cut out, and what stands there instead. */
const CUTS: readonly (readonly [file: string, part: RegExp, instead: string])[] = [
  ['css-tag.js', /Error\("CSSResult is not constructable[^"]*"\)/, 'Error()'],
  ['css-tag.js', /Error\("Value passed to 'css' function[^)]*\)/, 'Error()'],
  ['reactive-element.js', /,\w=\w\.reactiveElementPolyfillSupport/, ''],
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
