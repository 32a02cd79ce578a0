/** Splits a CSS value into tokens. What is no token of an allowed value ends the parse: `url(`, `var(`, `;`, `{`, escapes. */

/** A number has its value in `number` and its unit in `unit`; a function's text ends with `(`. */
export type Token = { kind: Kind; text: string; number: number; unit: string }
type Kind = 'hex' | 'number' | 'string' | 'word' | 'open' | 'mark'

const TOKEN =
  /\s*(?:(#[\da-f]{3,8}\b)|([-+]?(?:\d+\.?\d*|\.\d+))(%|[a-z]*)|("[\w -]+"|'[\w -]+')|(-?[a-z][\w-]*\(?)|([,/)]))\s*/iy

/** Longest value. */
const MAX_LENGTH = 200

/** These would take the value from somewhere else. */
const ELSEWHERE = /^(inherit|initial|unset|revert|revert-layer)$/i

/** The tokens of a value, or `null`. */
export function tokensOf(value: string): Token[] | null {
  if (value.length > MAX_LENGTH) return null
  const tokens: Token[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < value.length) {
    const found = TOKEN.exec(value)
    if (!found || ELSEWHERE.test(found[5] ?? '')) return null
    tokens.push(tokenOf(found))
  }
  return tokens.length > 0 ? tokens : null
}

function tokenOf([text, hex, number, unit = '', string, word]: RegExpExecArray): Token {
  const named = word?.endsWith('(') ? 'open' : 'word'
  const kind = hex ? 'hex' : number ? 'number' : string ? 'string' : word ? named : 'mark'
  return { kind, text: text.trim(), number: Number(number), unit: unit.toLowerCase() }
}

/** The value written anew from its tokens. */
export const textOf = (tokens: readonly Token[]): string => tokens.map(({ text }) => text).join(' ')

/** The parts between commas that are in no function. */
export function listOf(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]]
  let depth = 0
  for (const token of tokens) {
    if (token.kind === 'open') depth++
    if (token.text === ')') depth--
    if (token.text === ',' && depth === 0) parts.push([])
    else parts.at(-1)?.push(token)
  }
  return parts
}
