/** Names that stand twice in a JSON text. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasDuplicateKeys } from '../../../src/http/guard/duplicate-keys.ts'

describe('hasDuplicateKeys', () => {
  const twice = [
    '{"a":1,"a":2}',
    '{"a":1,"b":{"c":1,"c":1}}',
    '[{"a":1,"a":2}]',
    '{"a":1,"\\u0061":2}',
    '{"a" : 1 , "a"\n:\t2}',
    '{"a":{"x":1},"b":[1,{"y":"}"}],"a":2}',
    '{"":1,"":2}',
    '{"\\"":1,"\\"":2}',
  ]
  it.each(twice)('sees it in %s', (json) => {
    expect(JSON.parse(json)).toBeTypeOf('object')
    expect(hasDuplicateKeys(json)).toBe(true)
  })

  const once = [
    '{"a":{"a":{"a":1}}}',
    '[{"a":1},{"a":1}]',
    '{"a":"b","b":"a"}',
    '{"a":"\\"a\\":1,","b":"{\\"a\\":1,\\"a\\":2}"}',
    '{"a":["a","a"]}',
    '"a"',
    '1',
    '[]',
  ]
  it.each(once)('sees nothing in %s', (json) => {
    expect(hasDuplicateKeys(json)).toBe(false)
  })

  it('never takes what JSON.stringify wrote for one, and always finds a name written again', () => {
    const name = fc.string({ minLength: 1 }).filter((text) => text !== '__proto__')
    fc.assert(
      fc.property(fc.dictionary(name, fc.jsonValue(), { minKeys: 1 }), (value) => {
        const json = JSON.stringify(value)
        const again = `${JSON.stringify(Object.keys(value).at(-1))}:1`
        return !hasDuplicateKeys(json) && hasDuplicateKeys(`{${again},${json.slice(1)}`)
      }),
    )
  })
})
