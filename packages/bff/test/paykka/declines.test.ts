/** The shopper's message for each decline: the whole table, so that a change is visible. */
import { expect, it } from 'vitest'
import { readDecline } from '../../src/paykka/declines.ts'

/** The gateway's code, ours, and what to do. */
const TABLE = `
  2003   invalid_card          same-card
  2004   invalid_card          same-card
  2005   invalid_card          same-card
  2006   card_not_supported    other-card
  2099   invalid_card          same-card
  206020 invalid_card          same-card
  206021 invalid_card          same-card
  206022 card_not_supported    other-card
  3005   do_not_honor          contact-bank
  3051   insufficient_funds    other-card
  3054   expired_card          same-card
  3065   authentication_required same-card
  3082   incorrect_cvc         same-card
  3101   authentication_failed same-card
  9999   declined              other-card
`
const rows = TABLE.trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/) as [string, string, string])

it.each(rows)('%s is %s: %s', (gatewayCode, code, retry) => {
  expect(readDecline(gatewayCode, {})).toEqual({ code, retry })
})

it.each([
  ['try_again_later', 'later'],
  ['suspected_fraud', 'contact-bank'],
  ['lost_or_stolen', 'contact-bank'],
  ["a word of the shop's own", 'other-card'],
  ['constructor', 'other-card'],
])("the operator's table wins, also for %s: %s", (code, retry) => {
  expect(readDecline('3051', { 3051: code })).toEqual({ code, retry })
})

it('takes no member that every object has for a row', () => {
  for (const word of ['constructor', '__proto__', 'toString'])
    expect(readDecline(word, {})).toEqual({ code: 'declined', retry: 'other-card' })
})
