/** What values may be: colors, sizes within limits, words, fonts, shadows. */
import type { Token } from './css-tokens.ts'
import { listOf, textOf } from './css-tokens.ts'

/** `value`: not such a value. `range`: too small or too large. */
export type Fault = 'value' | 'range'
/** Checks tokens; `null` when they are right. */
export type Grammar = (tokens: readonly Token[]) => Fault | null

const COLOR_FUNCTION = /^(rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|color-mix|light-dark)\($/i

/** Index after the color that begins at `from`, or -1. */
function afterColor(tokens: readonly Token[], from: number): number {
  const first = tokens[from]
  if (first?.kind === 'hex' || first?.kind === 'word') return from + 1
  let depth = 0
  for (let at = from; at < tokens.length; at++) {
    const { kind, text } = tokens[at] as Token
    if (kind === 'open' && !COLOR_FUNCTION.test(text)) return -1
    if (kind === 'open') depth++
    if (text === ')') depth--
    if (depth === 0) return kind === 'mark' && text === ')' ? at + 1 : -1
  }
  return -1
}

/** The browser knows the names of colors; on a server there is none. */
const isColor = (text: string): boolean => globalThis.CSS?.supports?.('color', text) ?? true

export const color: Grammar = (tokens) =>
  afterColor(tokens, 0) === tokens.length && isColor(textOf(tokens)) ? null : 'value'

/** The pixels of a length; `em` counts as 16 of them. */
function pixelsOf({ kind, number, unit }: Token): number | null {
  if (kind !== 'number') return null
  if (unit === 'px' || (unit === '' && number === 0)) return number
  return unit === 'em' ? number * 16 : null
}

const within = (token: Token, least: number, most: number): Fault | null => {
  const pixels = pixelsOf(token)
  if (pixels === null) return 'value'
  return pixels < least || pixels > most ? 'range' : null
}

/** Up to `count` lengths, in pixels or `em`. */
export const lengths =
  (least: number, most: number, count = 1): Grammar =>
  (tokens) =>
    tokens.length > count ? 'value' : firstFault(tokens.map((token) => within(token, least, most)))

/** A number without a unit. */
export const plain =
  (least: number, most: number): Grammar =>
  ([token, ...more]) => {
    if (token?.kind !== 'number' || token.unit || more.length > 0) return 'value'
    return token.number < least || token.number > most ? 'range' : null
  }

export const words =
  (list: string): Grammar =>
  (tokens) =>
    tokens.length === 1 && list.split(' ').includes(tokens[0]?.text ?? '') ? null : 'value'

export const either =
  (...grammars: Grammar[]): Grammar =>
  (tokens) => {
    const faults = grammars.map((grammar) => grammar(tokens))
    return faults.includes(null) ? null : faults.includes('range') ? 'range' : 'value'
  }

/** Milliseconds. */
export const duration =
  (most: number): Grammar =>
  ([token, ...more]) => {
    const factor = { ms: 1, s: 1000 }[token?.unit ?? '']
    if (!token || !factor || more.length > 0) return 'value'
    return token.number < 0 || token.number * factor > most ? 'range' : null
  }

/** Names of fonts, with or without quotes. */
export const family: Grammar = (tokens) =>
  listOf(tokens).every(
    (name) =>
      (name.length === 1 && name[0]?.kind === 'string') ||
      (name.length > 0 && name.every(({ kind }) => kind === 'word')),
  )
    ? null
    : 'value'

export const LINE_STYLES = 'none solid dashed dotted double'
const lineStyle = words(LINE_STYLES)

/** Width, style and color of a line, in any order. */
export const line =
  (most: number): Grammar =>
  (tokens) => {
    const rest = tokens.filter((token) => lineStyle([token]) !== null)
    // The numbers inside of a color are neither first nor last.
    const width = rest.filter(({ kind }, at) => kind === 'number' && (at === 0 || at === rest.length - 1))
    const paint = rest.filter((token) => !width.includes(token))
    if (tokens.length - rest.length > 1 || width.length > 1) return 'value'
    return firstFault([lengths(0, most)(width), paint.length === 0 ? null : color(paint)])
  }

/** Reach of shadows in pixels: they must not cover the fields around them. */
const OFFSET = 6
const BLUR = 24
const SPREAD = 3
const MAX_SHADOWS = 3

export const shadow: Grammar = (tokens) => {
  if (words('none')(tokens) === null) return null
  const layers = listOf(tokens)
  return layers.length > MAX_SHADOWS ? 'range' : firstFault(layers.map(shadowLayer))
}

function shadowLayer(layer: readonly Token[]): Fault | null {
  const rest = layer.filter(({ text }) => text !== 'inset')
  const inset = rest.length < layer.length
  const start = rest.findIndex((token) => pixelsOf(token) !== null)
  const end = rest.findIndex((token, at) => at > start && pixelsOf(token) === null)
  const sizes = start < 0 ? [] : rest.slice(start, end < 0 ? rest.length : end)
  const paint = rest.filter((token) => !sizes.includes(token))
  const [x, y, blur, spread] = sizes
  if (!x || !y || sizes.length > 4 || (start > 0 && end > 0)) return 'value'
  return firstFault([
    within(x, -OFFSET, OFFSET),
    // Upwards it would cover the message of the field above.
    within(y, inset ? -OFFSET : -2, OFFSET),
    blur ? within(blur, 0, inset ? OFFSET : BLUR) : null,
    spread ? within(spread, -2 * OFFSET, SPREAD) : null,
    paint.length === 0 ? null : color(paint),
  ])
}

const firstFault = (faults: readonly (Fault | null)[]): Fault | null =>
  faults.find((fault) => fault !== null) ?? null
