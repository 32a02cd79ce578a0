/** An appearance as text: JSON, and CSS for its tokens; and the tokens of a theme file. */
import type { Appearance, AppearanceToken } from '@paykka-checkout/shared-types'
import { APPEARANCE_TOKENS } from '../../shared-types/src/appearance.ts'

type Tokens = NonNullable<Appearance['tokens']>

export const jsonOf = (appearance: Appearance): string => JSON.stringify(appearance, null, 2)

/** Rules, fonts and options have no CSS: the isolated frame takes them from the appearance. */
export function cssOf({ tokens = {} }: Appearance): string {
  const lines = Object.entries(tokens).map(([name, value]) => `  --paykka-${name}: ${value};`)
  return `paykka-checkout,\npaykka-saved-cards {\n${lines.join('\n')}\n}`
}

/** The tokens of a theme file, which sets nothing else. */
export function tokensOf(css: string): Tokens {
  const found = [...css.matchAll(/--paykka-([a-z-]+):\s*([^;]+);/g)]
  return Object.fromEntries(
    found.flatMap(([, name = '', value = '']) => (isToken(name) ? [[name, value.trim()] as const] : [])),
  )
}

const isToken = (name: string): name is AppearanceToken => APPEARANCE_TOKENS.some((token) => token === name)

/** One color, or one for light pages and one for dark. */
export const colorText = (light: string, dark: string): string =>
  light === dark ? light : `light-dark(${light}, ${dark})`

/** The two colors of a text that `colorText` wrote; black where it is another color. */
export function colorsOf(text: string): [light: string, dark: string] {
  const [light = '#000000', dark = light] = text.match(/#[0-9a-f]{6}\b/gi) ?? []
  return [light, dark]
}

/** A copy without the empty members, so that the text shows only what was chosen. */
export function tidy({ tokens, rules, ...rest }: Appearance): Appearance {
  const filled = Object.entries(tokens ?? {}).filter(([, value]) => value !== '')
  const kept = Object.entries(rules ?? {}).filter(([, rule]) => Object.keys(rule ?? {}).length > 0)
  return {
    ...rest,
    ...(filled.length > 0 ? { tokens: Object.fromEntries(filled) } : {}),
    ...(kept.length > 0 ? { rules: Object.fromEntries(kept) } : {}),
  }
}
