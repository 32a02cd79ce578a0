/** The rows of the picker: their order, and which ones wait behind the button for more. Pure. */
import type { Choice, MethodOption } from '../pay-method.ts'

/** One way to pay, or in an accordion one of its options. */
export type Row = { choice: Choice; option: MethodOption | null }

/** An accordion first shows this many rows. */
const FIRST = 4

export const isCardRow = ({ choice }: Row): boolean => choice === 'card'

/**
 * The order of an accordion: saved cards, the card form, then everything else. Saved cards that do not fit come after the
 * card form, so that no row moves when the others appear.
 */
export function inOrder(rows: readonly Row[]): Row[] {
  const saved = rows.filter(({ choice }) => choice === 'saved_card')
  const others = rows.filter(({ choice }) => choice !== 'saved_card' && choice !== 'card')
  const card = rows.filter(isCardRow)
  const fit = rows.length > FIRST ? FIRST - card.length : rows.length
  return [...saved.slice(0, fit), ...card, ...saved.slice(fit), ...others]
}

/** The rows that are shown: the first ones, and the open one wherever it is. */
export const firstRows = (rows: readonly Row[], isOpen: (row: Row) => boolean): Row[] =>
  rows.filter((row, index) => index < FIRST || isOpen(row))
