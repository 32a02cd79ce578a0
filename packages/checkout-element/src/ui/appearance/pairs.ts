/** The pairs of colors that must differ, for every part in every state. Pure. */
import type { Appearance } from '@paykka-checkout/shared-types'
import { PARTS } from './names.ts'

type Values = Readonly<Record<string, string>>
type Rules = Readonly<Record<string, Values>>

/** One pair, as values of CSS. `sources` are the members of the appearance that decide it. */
export type Pair = {
  what: string
  front: string
  back: string
  /** What lies behind both where they are transparent. */
  under: string
  needs: 4.5 | 3
  sources: readonly string[]
}

const TEXT = 4.5
const SHAPE = 3
const SURFACE = 'var(--_surface)'
const LOCKED = 'light-dark(color-mix(in srgb, var(--_border) 30%, var(--_surface)), var(--_surface))'

/** A member that is set, with its path; otherwise the default. */
type Chosen = { value: string; path: string | null }

const chooser = (rules: Rules) => {
  const one = (rule: string, property: string): Chosen | null => {
    const value = rules[rule]?.[property]
    return value ? { value, path: `rules.${rule}.${property}` } : null
  }
  /** The state's value, otherwise the part's, otherwise the default of the state or the part. */
  return (part: string, state: string, property: string, otherwise: string, ofState?: string): Chosen =>
    (state && one(`${part}:${state}`, property)) ||
    (ofState && state ? { value: ofState, path: null } : one(part, property)) || {
      value: otherwise,
      path: null,
    }
}

const statesOf = (part: string): string[] => ['', ...(PARTS[part] ?? '').split(' ').filter(Boolean)]

function pair(what: string, needs: Pair['needs'], front: Chosen, back: Chosen, under = SURFACE): Pair {
  const sources = [front.path, back.path].filter((path) => path !== null)
  return { what, needs, front: front.value, back: back.value, under, sources }
}

/** Every text and every edge of the card form. */
function fieldPairs(choose: ReturnType<typeof chooser>, inside: boolean): Pair[] {
  return statesOf('input').flatMap((state) => {
    const locked = state === 'disabled'
    const place = state === 'placeholder' ? '' : state
    const back = choose('input', place, 'background-color', 'var(--_field)', locked ? LOCKED : undefined)
    const ground = choose('field', place, 'background-color', SURFACE)
    const muted = state === 'placeholder' || locked ? 'var(--_muted)' : undefined
    const front = choose('input', state, 'color', 'var(--_text)', muted)
    const named = choose('label', place, 'color', 'var(--paykka-label-color, var(--_text))')
    const of = state ? ` (${state})` : ''
    return [
      pair(`text of a field${of}`, TEXT, front, back, ground.value),
      pair(`label${of}`, TEXT, named, inside ? back : ground, ground.value),
    ]
  })
}

/** The edge of a field, or its background, must be visible. */
const EDGE: Readonly<Record<string, string>> = {
  hover: 'var(--_text)',
  focus: 'var(--_focus)',
  invalid: 'var(--_danger)',
}

function edgePairs(choose: ReturnType<typeof chooser>, rules: Rules): Pair[] {
  return statesOf('input')
    .filter((state) => state !== 'placeholder' && state !== 'disabled')
    .map((state) => {
      const ground = choose('field', state, 'background-color', SURFACE)
      const front =
        edgeOf(rules, state) ?? choose('input', state, 'border-color', 'var(--_control)', EDGE[state])
      return pair(`edge of a field${state ? ` (${state})` : ''}`, SHAPE, front, ground)
    })
}

const SIDES = ['border', 'border-bottom', 'border-top', 'border-left', 'border-right']

/** The color of the first side that has one, in the state or else in the part. */
function edgeOf(rules: Rules, state: string): Chosen | null {
  const inState = state ? [`input:${state}`] : []
  // The browser's own style of the state would win over the part's color.
  const places = state && EDGE[state] ? inState : [...inState, 'input']
  for (const rule of places)
    for (const side of SIDES) {
      const own = rules[rule]?.[`${side}-color`]
      const shorthand = rules[rule]?.[side]?.match(
        /#[\da-f]+|[a-z-]+\(.*\)|\b(?!solid|dashed|dotted|double|none|px|em)[a-z]{3,}\b/i,
      )
      const [value] = own ? [own] : (shorthand ?? [])
      if (value) return { value, path: `rules.${rule}.${own ? `${side}-color` : side}` }
    }
  return null
}

function choicePairs(choose: ReturnType<typeof chooser>): Pair[] {
  const of = (part: string, name: string, text: string, back: string): Pair[] =>
    statesOf(part).map((state) =>
      pair(
        `${name}${state ? ` (${state})` : ''}`,
        TEXT,
        choose(part, state, 'color', text),
        choose(part, state, 'background-color', back),
      ),
    )
  return [
    ...of('tab', 'tab', 'var(--_text)', 'var(--_field)'),
    ...of('row', 'row', 'var(--_text)', SURFACE),
    ...of('button', 'pay button', 'var(--paykka-button-color, var(--_on-brand))', BUTTON),
  ]
}

const BUTTON = 'var(--paykka-button-background, var(--_brand))'
const token = (value: string): Chosen => ({ value, path: null })

function surfacePairs(choose: ReturnType<typeof chooser>): Pair[] {
  const surface = token(SURFACE)
  return [
    pair('text', TEXT, token('var(--_text)'), surface),
    pair('secondary text', TEXT, token('var(--_muted)'), surface),
    pair(
      'error message',
      TEXT,
      choose('error', '', 'color', 'var(--_danger)'),
      choose('field', 'invalid', 'background-color', SURFACE),
    ),
    pair('edge of the pay button', SHAPE, choose('button', '', 'background-color', BUTTON), surface),
    pair('focus ring', SHAPE, token('var(--_focus)'), surface),
    pair('edge of a tab', SHAPE, choose('tab', '', 'border-color', 'var(--_control)'), surface),
    pair(
      'edge of the chosen tab',
      SHAPE,
      choose('tab', 'selected', 'border-color', 'var(--_brand)', 'var(--_brand)'),
      surface,
    ),
    pair('icon', SHAPE, choose('icon', '', 'color', 'var(--_muted)'), token('var(--_field)')),
    pair('banner of a decline', TEXT, token('var(--_danger)'), token(SOFT.danger)),
    pair('banner of an open outcome', TEXT, token(WARNING), token(SOFT.warning)),
    pair('panel of a success', TEXT, token(SUCCESS), token(SOFT.success)),
  ]
}

/** Colors of results, with the defaults of `results.styles.ts`. */
const SOFT = {
  danger: 'var(--paykka-color-danger-soft, light-dark(#fdf1f1, #35191d))',
  warning: 'var(--paykka-color-warning-soft, light-dark(#fff7e8, #33270f))',
  success: 'var(--paykka-color-success-soft, light-dark(#e9f7ef, #12301f))',
} as const
const WARNING = 'var(--paykka-color-warning, light-dark(#8a5200, #f3c47b))'
const SUCCESS = 'var(--paykka-color-success, light-dark(#14743f, #6fd69b))'

/** All pairs of an appearance. */
export function pairsOf(appearance: Appearance): Pair[] {
  const rules = (appearance.rules ?? {}) as Rules
  const choose = chooser(rules)
  return [
    ...fieldPairs(choose, (appearance.labels ?? 'above') !== 'above'),
    ...edgePairs(choose, rules),
    ...choicePairs(choose),
    ...surfacePairs(choose),
  ]
}
