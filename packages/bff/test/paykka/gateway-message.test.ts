/** PayKKa's reasons: kept in words, and without anything of a card. */
import { describe, expect, it } from 'vitest'
import { gatewayMessage } from '../../src/paykka/gateway-message.ts'

describe('a message of the gateway', () => {
  it.each([
    ['shipping.postal_code must not be blank', 'shipping.postal_code must not be blank'],
    ['  two\n\tlines \u0000', 'two lines'],
    ['cvv must be 3 or 4 digits', 'cvv must be 3 or 4 digits'],
    ['order-1001 of 2026-06-01 is closed', 'order-1001 of 2026-06-01 is closed'],
    ['卡号无效', '卡号无效'],
  ])('%j is kept as %j', (text, kept) => {
    expect(gatewayMessage(text)).toBe(kept)
  })

  it('is the general words and then the particular ones, each once', () => {
    expect(gatewayMessage('Invalid request', 'amount is wrong')).toBe('Invalid request: amount is wrong')
    expect(gatewayMessage('no', ' no')).toBe('no')
    expect(gatewayMessage(undefined, 'no')).toBe('no')
  })

  it.each([[undefined], [null], [''], [' \n'], [7], [{}], [['no']]])('is not made of %j', (text) => {
    expect(gatewayMessage(text)).toBeUndefined()
  })

  it('has at most 300 characters, and no half of one', () => {
    expect(gatewayMessage('ab '.repeat(500))).toHaveLength(300)
    expect(gatewayMessage(`${'ab '.repeat(99)}ab😀😀`)).toBe(`${'ab '.repeat(99)}ab`)
    expect(gatewayMessage('ab '.repeat(10_000_000))).toHaveLength(300)
  })

  const cards: [string, string][] = [
    ['plain', 'card 4242424242424242 is invalid'],
    ['grouped', 'card 4242 4242 4242 4242 is invalid'],
    ['grouped by dashes', '4242-4242-4242-4242'],
    ['grouped by much', 'card 4242 - 4242 - 4242 - 4242'],
    ['split by a sign without width', '42424242\u200b42424242'],
    ['in full-width digits', '４２４２４２４２４２４２４２４２'],
    ['in Arabic digits', '٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢'],
    ['in hexadecimal', Buffer.from('4242424242424242').toString('hex')],
    ['in Base64', Buffer.from('4242424242424242').toString('base64')],
    ['percent-encoded', '4242%204242%204242%204242'],
    ['beside letters', 'PAN=5555555555554444x'],
    ['without a right check digit', '4242 4242 4242 4243'],
    ['across the end', `${'x'.repeat(290)} 4242424242424242`],
    ['many times', '4242424242424242 '.repeat(400)],
    ['at the end of what is read', `${'x '.repeat(1990)}4242424242424242 4242424242424242`],
  ]
  it.each(cards)('holds no card number %s', (_name, text) => {
    const kept = gatewayMessage(text) ?? ''
    expect(kept.normalize('NFKC').replace(/[^\p{Nd}]/gu, '')).not.toMatch(/\p{Nd}{7}/u)
    expect(kept).not.toContain(Buffer.from('4242424242424242').toString('base64'))
  })

  const secrets: [string, string, string][] = [
    ['a security code', 'cvv 123 is wrong', 'cvv [digits] is wrong'],
    ['a security code in JSON', '{"cvv":"1234"}', '{"cvv":"[digits]"}'],
    ['a security code with words between', 'CVC2 is 999', 'CVC2 is [digits]'],
    ['a token', 'token TK206139264751 is unknown', 'token [secret] is unknown'],
    ['an agreement', 'agreement RA2061000784537 ended', 'agreement [secret] ended'],
    ['a ciphertext', `field ${'aB3/'.repeat(20)} is bad`, 'field [secret] is bad'],
  ]
  it.each(secrets)('holds no %s', (_name, text, kept) => {
    expect(gatewayMessage(text)).toBe(kept)
  })
})
