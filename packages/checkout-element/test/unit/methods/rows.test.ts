import { html } from 'lit'
import { describe, expect, it } from 'vitest'
import type { Row } from '../../../src/methods/accordion/rows.ts'
import { firstRows, inOrder } from '../../../src/methods/accordion/rows.ts'

const option = (id: string) => ({ id, head: html``, chosen: false })
const row = (name: string): Row => {
  const [choice, id] = name.split(' ')
  return { choice, option: id ? option(id) : null } as Row
}
const named = (rows: readonly Row[]) =>
  rows.map(({ choice, option }) => [choice, option?.id].join(' ').trim())
const saved = (count: number) => Array.from({ length: count }, (_, index) => `saved_card ${index + 1}`)

describe('the rows of an accordion', () => {
  it.each([
    [['card', 'hosted'], 'card, hosted'],
    [['hosted', 'card', ...saved(2)], 'saved_card 1, saved_card 2, card, hosted'],
    // The card form never waits behind the button.
    [[...saved(5), 'card'], 'saved_card 1, saved_card 2, saved_card 3, card, saved_card 4, saved_card 5'],
    [[...saved(4), 'hosted a'], 'saved_card 1, saved_card 2, saved_card 3, saved_card 4, hosted a'],
    [[...saved(3), 'card', 'hosted a'], 'saved_card 1, saved_card 2, saved_card 3, card, hosted a'],
    [['hosted a', 'hosted b', 'card'], 'card, hosted a, hosted b'],
    [[], ''],
  ])('of %j are %s', (given, expected) => {
    expect(named(inOrder(given.map(row))).join(', ')).toBe(expected)
  })

  it('are four at first, and the open one', () => {
    const rows = inOrder([...saved(5), 'card', 'hosted a'].map(row))
    expect(named(firstRows(rows, () => false))).toEqual([...saved(3), 'card'])
    expect(named(firstRows(rows, ({ choice }) => choice === 'hosted'))).toEqual([
      ...saved(3),
      'card',
      'hosted a',
    ])
  })
})
