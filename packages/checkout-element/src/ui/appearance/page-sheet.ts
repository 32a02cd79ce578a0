/** The place that the element reserves for a card form with options, and its skeleton. */
import type { Appearance } from '@paykka-checkout/shared-types'
import { rowsOf } from './arrangement.ts'

const place = (rows: number) =>
  `calc(${rows} * (var(--_label-row, 1.5em) + var(--_message-row, 1.625em) + var(--_field-height)))`

const rowsRule = (rows: number) => `.card { min-block-size: ${place(rows)}; }
  iframe, ::slotted(iframe) { block-size: ${place(rows)}; }`

/** Written from constants and numbers only. */
export function pageSheet(appearance: Appearance): CSSStyleSheet {
  const { wide, narrow } = rowsOf(appearance)
  const { cardLayout, holder, iconStyle } = appearance
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(`
    .skeleton i, .skeleton b { margin-block: var(--_label-row, 1.5em) var(--_message-row, 1.625em); }
    ${rowsRule(narrow)}
    @container (inline-size >= 522px) { ${rowsRule(wide)} ${cardLayout === 'line' ? '.skeleton b { display: none; }' : ''} }
    ${holder === 'hidden' ? '.skeleton b + i { display: none; }' : ''}
    ${iconStyle === 'mono' ? ".mark, [part~='method'] > svg, .logo { filter: grayscale(1); }" : ''}
    ${iconStyle === 'none' ? ".mark, [part~='method'] > svg, .logo, .hint .icon { display: none; }" : ''}`)
  return sheet
}
