/** What may stand in a log line. */
import type { BaseLogger } from 'pino'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { loggerOptions, maskingStream, scrub } from '../../src/process/logging.ts'

describe('scrub', () => {
  const texts: [string, string][] = [
    ['card 4242424242424242 refused', 'card [digits] refused'],
    ['4242 4242 4242 4242', '[digits]'],
    ['4242-4242-4242-4242', '[digits]'],
    ['"cvv":"917"', '"cvv":"[digits]"'],
    ['cvc 917, CVV2=9176', 'cvc [digits], CVV2=[digits]'],
    ['port 4020, status 200', 'port 4020, status 200'],
    ['12345678901', '12345678901'],
    ['123456789012', '[digits]'],
    ['1234567890123456789', '[digits]'],
    ['12345678901234567890', '[digits]0'],
    ['1234  5678 9012', '1234  5678 9012'],
    ['1234.5678.9012', '1234.5678.9012'],
    ['cvc: 12, cvv 91761, cvx 917', 'cvc: 12, cvv 91761, cvx 917'],
    ['CVC2 : "917"', 'CVC2 : "[digits]"'],
    ['xcvc 917, cvc     917', 'xcvc 917, cvc     917'],
    ['cvc 9176', 'cvc [digits]'],
    ['', ''],
  ]
  it.each(texts)('%j becomes %j', (text, expected) => {
    expect(scrub(text)).toBe(expected)
  })

  // A search whose work grew with the square of the text would take many minutes here instead of a second.
  it.each(['4 ', '4'])('comes to an end with a long run of %j', (unit) => {
    expect(scrub(unit.repeat(200_000 / unit.length))).not.toBe('')
  })
})

describe('loggerOptions', () => {
  const serializers = loggerOptions('trace').serializers ?? {}

  it('names the route and not the address, which may hold a reference', () => {
    const request = {
      id: 'req_1',
      method: 'GET',
      url: '/paykka/return/ret_secret',
      headers: { authorization: 'x' },
    }
    expect(serializers.req?.({ ...request, routeOptions: { url: '/paykka/return/:reference' } })).toEqual({
      id: 'req_1',
      method: 'GET',
      route: '/paykka/return/:reference',
    })
  })

  it('keeps of an error its kind and its scrubbed words', () => {
    const error = Object.assign(new Error('4242424242424242'), { body: 'card', cause: new Error('secret') })
    const written = JSON.stringify(serializers.err?.(error))
    expect(written).toContain('[digits]')
    expect(written).not.toMatch(/4242424242424242|secret|"body"/)
  })
})

/** Lines as the BFF writes them. */
function logged(write: (log: BaseLogger) => void): Record<string, unknown>[] {
  const lines: string[] = []
  write(
    pino(
      { ...loggerOptions('info'), timestamp: false },
      maskingStream({ write: (line) => lines.push(line) }),
    ),
  )
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>)
}

describe('a line', () => {
  it('holds flat facts and nothing nested, whose inside nobody knows', () => {
    const facts = { a: 'x', b: 1, c: true, d: ['x', 1], e: { f: 1 }, g: [{ h: 1 }], i: ['x', {}], j: null }
    const [line] = logged((log) => log.info(facts, 'reported'))
    expect(line).toEqual({ level: 30, a: 'x', b: 1, c: true, d: ['x', 1], msg: 'reported' })
  })

  it('holds of request, answer and error what their serializers name', () => {
    const req = { id: 'r', method: 'GET', url: '/secret', routeOptions: { url: '/:a' }, headers: {} }
    const error = { name: 'E', code: 'X', message: 'm 4242424242424242', stack: 'at cvc 917', body: 'secret' }
    const [line] = logged((log) =>
      log.info({ req, res: { statusCode: 200, body: 'secret' }, err: error }, 'reported'),
    )
    expect(line).toEqual({
      level: 30,
      req: { id: 'r', method: 'GET', route: '/:a' },
      res: { status: 200 },
      err: { type: 'E', code: 'X', message: 'm [digits]', stack: 'at cvc [digits]' },
      msg: 'reported',
    })
    const [bare] = logged((log) => log.info({ req: {}, err: {} }, 'reported'))
    expect(bare).toEqual({ level: 30, req: {}, err: { message: '', stack: '' }, msg: 'reported' })
  })

  it('is written from the level on that was asked for', () => {
    const lines = logged((log) => {
      log.debug('x')
      log.info('y')
    })
    expect(lines.map(({ msg }) => msg)).toEqual(['y'])
  })
})

describe('maskingStream', () => {
  const mask = (line: string) => {
    const written: string[] = []
    maskingStream({ write: (text) => written.push(text) }).write(line)
    return written.join('')
  }
  const JWE = `eyJhbGciOiJkaXIifQ.${'a'.repeat(5)}.b-_1.cc.dd`
  const lines: [string, string][] = [
    ['card 4242424242424242', 'card [card]'],
    ['cvv 917, time 1764043511000', 'cvv [digits], time 1764043511000'],
    ['{"encryptedCard":"abc","b":"c"}', '{"encryptedCard":"[sealed]","b":"c"}'],
    ['{"encrypted_cvv" : "abc"}', '{"encrypted_cvv" : "[sealed]"}'],
    [String.raw`"{\"encryptedCard\":\"abc\"}"`, String.raw`"{\"encryptedCard\":\"[sealed]\"}"`],
    ['{"ENCRYPTED":"abc"}', '{"ENCRYPTED":"[sealed]"}'],
    ['{"encrypted":12}', '{"encrypted":12}'],
    [`jwe ${JWE} end`, 'jwe [sealed] end'],
    ['jwe eyJhbGciOiJkaXIifQ..b.c.d', 'jwe [sealed]'],
    ['jws eyJhbGciOiJkaXIifQ.b.c', 'jws eyJhbGciOiJkaXIifQ.b.c'],
    [`x${JWE}`, `x${JWE}`],
  ]
  it.each(lines)('%j becomes %j', (line, masked) => {
    expect(mask(line)).toBe(masked)
  })
})
