/** The text boxes of the card form. The typed text exists only in them. */

import type { CardField } from '../entry/card-entry.ts'
import { CARD_FIELDS } from '../entry/card-entry.ts'
import type { CardText } from './card.ts'

/** The root of the boxes; `null` before the first rendering. */
type Root = ParentNode | undefined

export const boxOf = (root: Root, field: CardField): HTMLInputElement | null =>
  root?.querySelector<HTMLInputElement>(`#${field}`) ?? null

/** The typed texts. */
export function textIn(root: Root): CardText {
  const value = (field: CardField) => boxOf(root, field)?.value ?? ''
  return { number: value('number'), expiry: value('expiry'), cvc: value('cvc'), holder: value('holder') }
}

export function wipeBoxes(root: Root): void {
  for (const field of CARD_FIELDS) {
    const box = boxOf(root, field)
    if (box) box.value = ''
  }
}
