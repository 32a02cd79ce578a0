/** Writes an appearance into style sheets through CSSOM: a value that is no value of its property has no effect. */
import type { Appearance } from '@paykka-checkout/shared-types'
import { sizesOf } from './arrangement.ts'
import type { Selectors } from './selectors.ts'

type Values = Readonly<Record<string, string>>

/** The rules of an appearance for one shadow root. */
export function sheetOf(appearance: Appearance, selectors: Selectors): CSSStyleSheet {
  const sheet = new CSSStyleSheet()
  addRule(sheet, ':host', { ...tokensOf(appearance), ...sizesOf(appearance) })
  const rules = appearance.rules as Readonly<Record<string, Values>> | undefined
  for (const [rule, selector] of Object.entries(selectors)) {
    const values = rules?.[rule]
    if (values) addRule(sheet, selector, { ...values, ...followers(rule, values) })
  }
  return sheet
}

function tokensOf({ tokens = {} }: Appearance): Values {
  return Object.fromEntries(Object.entries(tokens).map(([name, value]) => [`--paykka-${name}`, value]))
}

/** Private properties that other rules of the form use, so that these follow. */
function followers(rule: string, values: Values): Values {
  const { color, 'background-color': background, 'padding-block': block } = values
  const [inline] = (values['padding-inline'] ?? values.padding?.split(' ').at(-1) ?? '').split(' ')
  const [pad] = (block ?? values.padding ?? '').split(' ')
  const isInput = /^input(?!:placeholder)/.test(rule)
  return {
    ...(isInput && background ? { '--_field': background } : {}),
    ...(isInput && color ? { '--_text': color } : {}),
    ...(rule === 'input:autofill' && background ? { 'box-shadow': 'inset 0 0 0 100px var(--_field)' } : {}),
    ...(rule === 'input' && inline ? { '--paykka-field-padding': inline } : {}),
    ...(rule === 'input' && pad ? { '--_pad': pad } : {}),
    ...(rule === 'button:hover' && background ? { filter: 'none' } : {}),
  }
}

function addRule(sheet: CSSStyleSheet, selector: string, values: Values): void {
  const rule = sheet.cssRules[sheet.insertRule(`${selector}{}`, sheet.cssRules.length)]
  if (!(rule instanceof CSSStyleRule)) return
  for (const [name, value] of Object.entries(values)) rule.style.setProperty(name, value)
}

/** Puts sheets after all others of a shadow root, in place of earlier ones. */
export function putLast(
  root: ShadowRoot,
  sheets: readonly CSSStyleSheet[],
  earlier: readonly CSSStyleSheet[],
): void {
  const others = root.adoptedStyleSheets.filter(
    (sheet) => !sheets.includes(sheet) && !earlier.includes(sheet),
  )
  root.adoptedStyleSheets = [...others, ...sheets]
}
