/** Finds colors that are hard to read, and removes those that nobody could read. */
import type { Appearance } from '@paykka-checkout/shared-types'
import { ColorReader, contrast } from './colors.ts'
import type { Pair } from './pairs.ts'
import { pairsOf } from './pairs.ts'

export type LowContrast = { what: string; ratio: number; needs: number; sources: readonly string[] }

/** Below this, a text cannot be seen: a field with it would be hidden. */
const INVISIBLE = 1.6

/**
 * Pairs with too little contrast, worst first.
 * @param root has the tokens of the appearance already
 */
export function lowContrasts(root: ShadowRoot, dark: boolean, appearance: Appearance): LowContrast[] {
  const colors = new ColorReader(root, dark)
  const found = pairsOf(appearance)
    .map(({ what, needs, sources, ...pair }) => ({ what, needs, sources, ratio: ratioOf(colors, pair) }))
    .filter(({ ratio, needs }) => ratio < needs - 0.005)
  colors.close()
  return found.sort((one, other) => one.ratio - other.ratio)
}

function ratioOf(
  colors: ColorReader,
  { front, back, under }: Pick<Pair, 'front' | 'back' | 'under'>,
): number {
  const ground = colors.read(under, colors.read('Canvas'))
  const behind = colors.read(back, ground)
  return contrast(colors.read(front, behind), behind)
}

/** True for a text that cannot be seen. Lines and icons may be invisible: the labels name the fields. */
export const isInvisible = ({ ratio, needs }: LowContrast): boolean => needs > 3 && ratio < INVISIBLE

/** The appearance without the properties of rules at these paths. */
export function without(appearance: Appearance, paths: readonly string[]): Appearance {
  const rules: Record<string, Record<string, string>> = {}
  for (const [rule, values] of Object.entries(appearance.rules ?? {})) {
    const kept = Object.entries(values).filter(([property]) => !paths.includes(`rules.${rule}.${property}`))
    if (kept.length > 0) rules[rule] = Object.fromEntries(kept) as Record<string, string>
  }
  return { ...appearance, rules: rules as Appearance['rules'] & object }
}

/** The appearance without the colors of its tokens. */
export function withoutTokenColors(appearance: Appearance): Appearance {
  const kept = Object.entries(appearance.tokens ?? {}).filter(([name]) => !/color|background/.test(name))
  return { ...appearance, tokens: Object.fromEntries(kept) }
}
