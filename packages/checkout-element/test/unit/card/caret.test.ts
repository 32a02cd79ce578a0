import { describe, expect, it } from 'vitest'
import type { Edit } from '../../../src/card/form/caret.ts'
import { caretForDeletion, group, regroup } from '../../../src/card/form/caret.ts'

const GAPS = [4, 8, 12]
/** `|` marks the caret. */
const edit = (text: string): Edit => ({ text: text.replace('|', ''), caret: text.indexOf('|') })
const shown = ({ text, caret }: Edit): string => `${text.slice(0, caret)}|${text.slice(caret)}`

describe('group', () => {
  it.each([
    ['', ''],
    ['4242', '4242'],
    ['42424', '4242 4'],
    ['4242424242424242', '4242 4242 4242 4242'],
  ])('%s becomes %s', (digits, text) => expect(group(digits, GAPS)).toBe(text))
})

describe('regroup', () => {
  it.each([
    ['insert', '4|', '4|'],
    ['insert', '42425|', '4242 5|'],
    ['insert', '49|242 4242', '49|24 2424 2'],
    ['insert', '4242 9|4242', '4242 9|424 2'],
    ['insert', '12345|678', '1234 5|678'],
    ['insert', '1239|4 567', '1239 |4567'],
    ['delete', '424|4 2424', '424|4 2424'],
    ['delete', '4242 |424 2', '4242| 4242'],
    ['delete', '|242 4242', '|2424 242'],
    ['insert', '4242424242424242|', '4242 4242 4242 4242|'],
    ['insert', '4242 4242 4242 4242 9|', '4242 4242 4242 4242|'],
  ] as const)('%s %s gives %s', (change, before, after) => {
    expect(shown(regroup(edit(before), GAPS, 16, change))).toBe(after)
  })
})

describe('caretForDeletion', () => {
  it.each([
    ['backward', '4242 |4242', 4],
    ['backward', '4242| 4242', 4],
    ['forward', '4242| 4242', 5],
    ['backward', '12 / |34', 2],
    ['forward', '12| / 34', 5],
    ['backward', '|4242', 0],
    ['forward', '4242|', 4],
  ] as const)('%s at %s is at %i', (direction, text, caret) => {
    expect(caretForDeletion(edit(text), direction)).toBe(caret)
  })
})
