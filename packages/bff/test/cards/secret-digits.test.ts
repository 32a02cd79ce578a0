/** A number leaves opened JSON before any of it is a string; the rest shows whether it was the right one. */
import validator from 'card-validator'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isPossible, networkOf } from '../../src/cards/card-network.ts'
import { isBlank, takeDigits } from '../../src/cards/secret-digits.ts'

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text))

describe('takeDigits', () => {
  const texts: [string, string][] = [
    ['as the element writes it', '{"number":"4242","cvc":"1"}'],
    ['as the last member', '{"a":1,"number":"4242"}'],
    ['with blanks', '{ "number" :\t\r\n "4242" }'],
    ['after a text that quotes it', String.raw`{"a":"\"number\":\"17\"","number":"4242"}`],
  ]
  it.each(texts)('takes a number %s and leaves zeros', (_name, text) => {
    const json = bytesOf(text)
    expect(takeDigits(json, 'number')?.toString()).toBe('4242')
    expect(Buffer.from(json).toString()).toBe(text.replace('4242', '0000'))
  })

  const none = ['', '{}', '{"number"}', '{"number":4242}', '{"number":""}', '{"number":"42 42"}']
  const cut = ['{"number":"42', '{"number"', '{"number":', '{"num\\u0062er":"4242"}', '{"number":"4242\\n"}']
  // A name that is not there, is a value, or has no text, must not let the digits of something else be taken.
  const others = ['{"abcd":"4242"}', '{"a":"number","4242":1}', '{"number":x4242"}']
  it.each([...none, ...cut, ...others])('takes nothing of %s', (text) => {
    const json = bytesOf(text)
    expect(takeDigits(json, 'number')).toBe(null)
    expect(Buffer.from(json).toString()).toBe(text)
  })

  it('works on bytes in the middle of a larger block', () => {
    const block = bytesOf('"number":"99"{"number":"42"}')
    expect(takeDigits(block.subarray(13), 'number')?.toString()).toBe('42')
    expect(takeDigits(block.subarray(14), 'number')?.toString()).toBe('00')
    expect(Buffer.from(block).toString()).toBe('"number":"99"{"number":"00"}')
  })
})

describe('isBlank', () => {
  it('knows what was taken from what is another', () => {
    const digits = Buffer.from('4242')
    expect(isBlank('0000', digits)).toBe(true)
    for (const other of ['000', '00000', '4242', '', undefined, 0, null, ['0000']])
      expect(isBlank(other, digits)).toBe(false)
  })
})

describe('a number as bytes', () => {
  it('is judged as card-validator judges the whole text', () => {
    const starts = [
      '4',
      '51',
      '2221',
      '2720',
      '34',
      '37',
      '6011',
      '65',
      '36',
      '3528',
      '62',
      '81',
      '50',
      '9',
      '1',
    ]
    const number = fc
      .tuple(fc.constantFrom(...starts), fc.stringMatching(/^\d{10,17}$/))
      .map(([start, rest]) => start + rest)
    fc.assert(
      fc.property(number, (text) => {
        const whole = validator.number(text)
        const bytes = Buffer.from(text)
        const network = networkOf(bytes)
        expect(network?.type).toBe(whole.card?.type)
        expect(network !== undefined && isPossible(bytes, network)).toBe(whole.isValid)
      }),
      { numRuns: 3000 },
    )
  })
})
