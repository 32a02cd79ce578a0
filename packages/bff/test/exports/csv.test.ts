/** No text becomes a formula, and every text is read back unchanged. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { amountCell, PLAIN, toCsv } from '../../src/exports/csv.ts'

/** As RFC 4180 and a spreadsheet read it. */
function cellsOf(text: string, delimiter: string): string[] {
  const cells: string[] = []
  let cell = ''
  let isQuoted = false
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] ?? ''
    if (sign === '"' && isQuoted && text[at + 1] === '"') cell += text[++at]
    else if (sign === '"' && (isQuoted || cell === '')) isQuoted = !isQuoted
    else if (!isQuoted && (sign === delimiter || sign === '\n')) {
      cells.push(cell)
      cell = ''
    } else if (isQuoted || sign !== '\r') cell += sign
  }
  return [...cells, cell]
}

const FORMULA = /^[=+\-@\uff1d\uff0b\uff0d\uff20]/
const hostile = fc.oneof(
  fc.string({ maxLength: 40, unit: 'grapheme' }),
  fc
    .tuple(
      fc.constantFrom('', ' ', '"', ';', ',', '\t', 'a;', "b,'", '";"', '\r'),
      fc.constantFrom('=', '+', '-', '@', '\uff1d', '=cmd|', '@SUM(', '-1+1', '+49', '=HYPERLINK("x")'),
      fc.string({ maxLength: 10 }),
    )
    .map((parts) => parts.join('')),
)

describe('a cell', () => {
  it('never begins like a formula, at whichever separator a spreadsheet splits', () => {
    const property = fc.property(hostile, hostile, (first, second) => {
      const line = toCsv([[first, second]], PLAIN)
      for (const delimiter of [',', ';', '\t'])
        for (const cell of cellsOf(line, delimiter)) expect(cell).not.toMatch(FORMULA)
    })
    fc.assert(property, { numRuns: 10_000 })
  })

  it('is a formula where nothing is done about it', () => {
    expect(cellsOf('=1+1,"a;=2"\r\n', ',')[0]).toMatch(FORMULA)
    expect(cellsOf('x,"a;=2"\r\n', ';')[1]).toMatch(FORMULA)
  })

  it('that is harmless is read back as it was', () => {
    const property = fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
      fc.pre(!/[=+\-@\uff1d\uff0b\uff0d\uff20\r\n]/.test(text) && !/^\t/.test(text))
      expect(cellsOf(toCsv([[text, 'end']], PLAIN), ',')[0]).toBe(text)
    })
    fc.assert(property, { numRuns: 2000 })
  })

  it.each([
    [-1250, 'EUR', 'point', '-12.50'],
    [-1250, 'EUR', 'comma', '"-12,50"'],
    [-700, 'JPY', 'comma', '-700'],
    [5, 'BHD', 'point', '0.005'],
  ] as const)('of money stays a number: %i %s', (value, currency, decimal, text) => {
    const style = { ...PLAIN, decimal }
    expect(toCsv([[amountCell(value, currency, style)]], style)).toBe(`${text}\r\n`)
  })
})
