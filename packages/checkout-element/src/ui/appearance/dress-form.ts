/** Applies an appearance to a card form: in the frame, which trusts no message and parses it again, or in the page. */
import type { Appearance } from '@paykka-checkout/shared-types'
import type { LitElement } from 'lit'
import { formLayoutStyles } from './form-layout.styles.ts'
import { loadFonts } from './load-fonts.ts'
import { parseAppearance } from './parse-appearance.ts'
import { FORM_SELECTORS } from './selectors.ts'
import { putLast, sheetOf } from './sheet.ts'

/** A card form: the field of a saved card's code has no name to ask for. */
export type DressedForm = LitElement & { holder?: Appearance['holder'] }

/** The sheets that each form has from an appearance. */
const dressed = new WeakMap<Element, readonly CSSStyleSheet[]>()

/**
 * @param hosts origins that may serve fonts
 * @param given an appearance, or `undefined` to undo an earlier one
 */
export function dressForm(form: DressedForm, given: unknown, hosts: readonly string[]): void {
  // Tokens reach the form from its surroundings, where those of the page's style sheet win.
  const { tokens: _inherited, ...appearance } = parseAppearance(given, hosts, location.href).appearance
  const { styleSheet } = formLayoutStyles
  const sheets = styleSheet && given ? [styleSheet, sheetOf(appearance, FORM_SELECTORS)] : []
  putLast(form.renderRoot as ShadowRoot, sheets, dressed.get(form) ?? [])
  dressed.set(form, sheets)
  mark(form, appearance)
  form.holder = appearance.holder ?? 'required'
  loadFonts(appearance.fonts)
}

/** Attributes that the layout's styles select. */
function mark(form: Element, { labels = 'above', density, holder, cardLayout, iconStyle }: Appearance): void {
  const marks = {
    in: labels === 'above' ? undefined : labels,
    density,
    holder,
    'card-layout': cardLayout,
    'icon-style': iconStyle,
  }
  for (const [name, word] of Object.entries(marks))
    if (word) form.setAttribute(`data-${name}`, word)
    else form.removeAttribute(`data-${name}`)
}
