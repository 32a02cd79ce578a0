/** The values of attributes that a mark may have. */

const LOCAL_REFERENCE = /url\((["']?)#[\w-]+\1\)/g
const FUNCTIONS = new Set('rgb rgba hsl hsla matrix translate scale rotate skewX skewY'.split(' '))

/** Numbers, words, colors, and references into the same file. No other function of CSS, and no address. */
export function isSafeValue(value: string): boolean {
  const rest = value.replaceAll(LOCAL_REFERENCE, '')
  if (!/^[\w\s.,#%+()-]*$/.test(rest)) return false
  return [...rest.matchAll(/([\w-]*)\s*\(/g)].every(([, name = '']) => FUNCTIONS.has(name))
}

/** Drawing programs write `style="fill:#fff"`. As attributes, these pass the same allow-list. */
export function fromStyle(style = ''): Record<string, string> {
  const rules = style.split(';').map((rule) => rule.split(':').map((part) => part.trim()))
  return Object.fromEntries(
    rules.flatMap(([name, value]) => (name && value && PAINT.test(name) ? [[name, value]] : [])),
  )
}

/** Geometry stays in its attributes. */
const PAINT = /^(fill|stroke|stop|opacity|clip|mask)(-[a-z]+)?$/

export const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
