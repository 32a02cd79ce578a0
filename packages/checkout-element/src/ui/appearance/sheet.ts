/** Writes an appearance into style sheets through CSSOM: a value that is no value of its property has no effect. */
import type { Appearance } from '@paykka-checkout/shared-types'
import { sizesOf } from './arrangement.ts'
import type { Selectors } from './selectors.ts'

type Values = Readonly<Record<string, string>>

/** The rules of an appearance for one shadow root. */
export function sheetOf(appearance: Appearance, selectors: Selectors): CSSStyleSheet {
  const sheet = new CSSStyleSheet()
  const rules = (appearance.rules ?? {}) as Readonly<Record<string, Values>>
  const { padding, own } = paddingOf(rules.input ?? {})
  addRule(sheet, ':host', { ...tokensOf(appearance), ...sizesOf(appearance), ...padding })
  for (const [rule, selector] of Object.entries(selectors)) {
    const values = rule === 'input' ? own : rules[rule]
    if (values) addRule(sheet, selector, { ...values, ...followers(rule, values) })
  }
  return sheet
}

/** The space in a field is a token: fields with a drawing keep its place, and the height follows. */
function paddingOf(input: Values): { padding: Values; own: Values } {
  const { padding, 'padding-inline': inline, 'padding-block': block, ...own } = input
  const [up = '', across = up] = padding?.split(' ') ?? []
  const [vertical, horizontal] = [block?.split(' ')[0] ?? up, inline?.split(' ')[0] ?? across]
  return {
    own,
    padding: {
      ...(horizontal ? { '--paykka-field-padding': horizontal } : {}),
      ...(vertical ? { '--_pad': vertical } : {}),
    },
  }
}

function tokensOf({ tokens = {} }: Appearance): Values {
  return Object.fromEntries(Object.entries(tokens).map(([name, value]) => [`--paykka-${name}`, value]))
}

/** Private properties that other rules of the form use, so that these follow. */
function followers(rule: string, values: Values): Values {
  const { color, 'background-color': background } = values
  const isInput = /^input(?!:placeholder)/.test(rule)
  return {
    ...(isInput && background ? { '--_field': background } : {}),
    ...(isInput && color ? { '--_text': color } : {}),
    ...(rule === 'input:autofill' && background ? { 'box-shadow': 'inset 0 0 0 100px var(--_field)' } : {}),
    ...(rule === 'button:hover' && background ? { filter: 'none' } : {}),
  }
}

function addRule(sheet: CSSStyleSheet, selector: string, values: Values): void {
  const rule = sheet.cssRules[sheet.insertRule(`${selector}{}`, sheet.cssRules.length)]
  if (!(rule instanceof CSSStyleRule)) return
  for (const [name, value] of Object.entries(values)) rule.style.setProperty(name, value)
}

/** Puts sheets after all others of a shadow root, in place of earlier ones. Writes the list only when it changes. */
export function putLast(
  root: ShadowRoot,
  sheets: readonly CSSStyleSheet[],
  earlier: readonly CSSStyleSheet[],
): void {
  const now = root.adoptedStyleSheets
  const others = now.filter((sheet) => !sheets.includes(sheet) && !earlier.includes(sheet))
  const wanted = [...others, ...sheets]
  if (wanted.length === now.length && wanted.every((sheet, index) => sheet === now[index])) return
  root.adoptedStyleSheets = wanted
}
