/** A sentence with amounts in it, as a page translator cannot spoil it. */
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'

/**
 * A translator puts every text node into elements of its own; what is written into such a node later is not seen. So
 * each piece is written by `textContent`, which makes a new node, and amounts are kept from being translated.
 *
 * @param sums the amounts as they stand in the text
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
