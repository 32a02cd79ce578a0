/** Takes the texts out of errors that Lit throws at authors of elements only: no page of a shop can ever get there. */
import type { Plugin } from 'vite'

/** A message in quotes, and one put together from parts, as they stand in the published files. */
const MESSAGES = [
  /Error\("CSSResult is not constructable[^"]*"\)/,
  /Error\("Value passed to 'css' function[^)]*\)/,
]

export const shortErrors = (): Plugin => ({
  name: 'short-errors',
  enforce: 'pre',
  transform(code, id) {
    if (!id.includes('@lit/reactive-element/css-tag')) return null
    return { code: MESSAGES.reduce((text, message) => text.replace(message, 'Error()'), code), map: null }
  },
})
