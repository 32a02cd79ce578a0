/** The place that the element reserves for a card form with options, and its skeleton. */
import type { Appearance } from '@paykka-checkout/shared-types'
import { rowsOf } from './arrangement.ts'

const place = (rows: number, joined: number) =>
  `calc(${rows} * (var(--_label-row, 1.5em) + var(--_message-row, 1.625em)) + ${rows + joined} * var(--_field-height))`

const rowsRule = (rows: number, joined = 0) => `.card { min-block-size: ${place(rows, joined)}; }
  iframe, ::slotted(iframe) { block-size: ${place(rows, joined)}; }`

/** Written from constants and numbers only. */
export function pageSheet(appearance: Appearance): CSSStyleSheet {
  const { wide, narrow, joined } = rowsOf(appearance)
  const { cardLayout, holder, iconStyle } = appearance
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(`
    .skeleton i, .skeleton b { margin-block: var(--_label-row, 1.5em) var(--_message-row, 1.625em); }
    .whole { container: card-place / inline-size; }
    ${rowsRule(narrow, joined)}
    @container card-place (inline-size >= 480px) { ${rowsRule(wide)} ${cardLayout === 'line' ? '.skeleton b { display: none; }' : ''} }
    ${holder === 'hidden' ? '.skeleton b + i { display: none; }' : ''}
    ${iconStyle === 'mono' ? ".mark, [part~='method'] > svg, .logo { filter: grayscale(1); }" : ''}
    ${iconStyle === 'none' ? ".mark, [part~='method'] > svg, .logo, .hint .icon { display: none; }" : ''}`)
  return sheet
}
