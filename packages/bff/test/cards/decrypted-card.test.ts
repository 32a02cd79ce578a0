/** A card in plain text: the bytes of its request, what may be stored, and what is left after the wipe. */
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { DecryptedCard } from '../../src/cards/decrypted-card.ts'

const NAMES = { number: 'no', expYear: 'year', expMonth: 'month', cvc: 'code', holderName: 'holder' }

function open(holderName?: string) {
  const bytes = { number: Buffer.from('4242424242424242'), cvc: Buffer.from('917') }
  return { bytes, card: new DecryptedCard({ ...bytes, expMonth: '12', expYear: '2031', holderName }, 'visa') }
}

describe('an opened card', () => {
  it("writes itself as members of a request, under the gateway's names", () => {
    const members = open().card.toJsonMembers(NAMES).toString()
    expect(members).toBe('"no":"4242424242424242","year":"2031","month":"12","code":"917"')
  })

  it('writes a holder so that no name can end the text', () => {
    const holder = 'Ada "\\", "code":"000'
    const request = JSON.parse(`{${open(holder).card.toJsonMembers(NAMES)}}`) as Record<string, string>
    expect(request).toEqual({ no: '4242424242424242', year: '2031', month: '12', code: '917', holder })
  })

  it('returns what may be stored', () => {
    const { card } = open()
    expect([card.brand, card.bin, card.last4]).toEqual(['visa', '424242', '4242'])
    expect(card.expiry()).toEqual({ month: '12', year: '2031' })
  })

  it('shows nothing else, however it is printed', () => {
    const { card } = open('Ada')
    const shown = { brand: 'visa', last4: '4242', bin: '424242' }
    expect(JSON.parse(JSON.stringify(card))).toEqual(shown)
    expect(inspect(card, { depth: 9, showHidden: true })).not.toMatch(/4242424242424242|917|2031|Ada/)
  })

  it('is zeros once it is wiped', () => {
    const { card, bytes } = open()
    card.wipe()
    expect([...bytes.number, ...bytes.cvc].every((byte) => byte === 0)).toBe(true)
    expect(card.toJsonMembers(NAMES).toString()).not.toMatch(/4242|917/)
  })
})
