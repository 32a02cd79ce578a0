/** Finds rules that would hide where the keyboard focus is. Pure. */
import type { Appearance } from '@paykka-checkout/shared-types'

const FOCUSABLE = ['input', 'tab', 'row', 'checkbox', 'button']
const INDICATOR = /^(border|box-shadow|background-color)/
const HIDDEN = /\bnone\b|(^|\s)0(px|em)?(\s|$)/

/** The outlines that are removed without another sign of the focus, as paths of the appearance. */
export function hiddenFocus(appearance: Appearance): string[] {
  const rules = (appearance.rules ?? {}) as Readonly<Record<string, Readonly<Record<string, string>>>>
  return FOCUSABLE.flatMap((part) => {
    const focus = rules[`${part}:focus`] ?? {}
    if (Object.keys(focus).some((property) => INDICATOR.test(property))) return []
    return [part, `${part}:focus`].flatMap((rule) =>
      Object.entries(rules[rule] ?? {})
        .filter(([property, value]) => /^outline(-style|-width)?$/.test(property) && HIDDEN.test(value))
        .map(([property]) => `rules.${rule}.${property}`),
    )
  })
}
