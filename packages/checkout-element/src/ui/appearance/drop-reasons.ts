/** Why a part of an appearance was dropped, and what to write instead. Shown to the developer in the console. */
import type { DropReason } from './parse-appearance.ts'

export const DROP_REASONS: Readonly<Record<DropReason, { reason: string; cure: string }>> = {
  name: {
    reason: 'there is no such member',
    cure: 'Use the names of docs/reference/appearance.md.',
  },
  value: {
    reason: 'its value is not allowed there',
    cure: 'Write the value itself: a color, a length in px or em, a word, or names of fonts; no url(), no var(), no calc().',
  },
  range: {
    reason: 'its value is too small or too large, and could hide or cover a field',
    cure: 'docs/reference/appearance.md lists the limits.',
  },
  state: {
    reason: 'a state may not change sizes, because the form would move',
    cure: 'Set it on the part without a state.',
  },
  place: {
    reason: 'this part has no margin',
    cure: 'Set the margin of `field` or `label`.',
  },
  font: {
    reason:
      'a font needs a family name and the address of a .woff2 or .woff file, without a query, on this origin or on the BFF',
    cure: 'Serve the file from your own origin, with Access-Control-Allow-Origin, or beside APPEARANCE_FILE.',
  },
  focus: {
    reason: 'without the outline, nobody could see where the keyboard focus is',
    cure: 'Show the focus another way in the same rule with `:focus`: by a border, a box-shadow or a background-color.',
  },
  invisible: {
    reason: 'nobody could read the text in these colors',
    cure: 'Set both the color and the background-color, with a contrast of 4.5 or more.',
  },
}
