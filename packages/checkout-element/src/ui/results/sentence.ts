/** A sentence with amounts that a page translator cannot break. */
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'

/**
 * A page translator replaces every text node by its own elements, and later changes of the old node are lost. So each
 * piece is set by `textContent`, which creates a new node, and amounts are excluded from translation.
 *
 * @param sums the amounts, exactly as in the text
 */
export const sentence = (text: string, sums: readonly string[] = []): TemplateResult[] =>
  piecesOf(text, sums).map(
    (piece) => html`<span translate=${sums.includes(piece) ? 'no' : nothing} .textContent=${piece}></span>`,
  )

function piecesOf(text: string, sums: readonly string[]): string[] {
  const [sum, ...others] = sums
  if (sum === undefined || sum === '') return [text]
  const parts = text.split(sum).map((part) => piecesOf(part, others))
  return parts.flatMap((part, index) => (index === 0 ? part : [sum, ...part])).filter((piece) => piece !== '')
}
