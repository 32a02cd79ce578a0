/** The text boxes of the card form. What is typed lives in them only. */

import type { CardField } from '../entry/card-entry.ts'
import { CARD_FIELDS } from '../entry/card-entry.ts'
import type { CardText } from './card.ts'

/** Where the boxes are; nowhere before the form is drawn. */
type Root = ParentNode | undefined

export const boxOf = (root: Root, field: CardField): HTMLInputElement | null =>
  root?.querySelector<HTMLInputElement>(`#${field}`) ?? null

/** What is typed, as it stands. */
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
