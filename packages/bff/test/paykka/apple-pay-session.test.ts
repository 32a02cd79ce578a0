/** Apple's merchant session in every form that PayKKa may return, and invalid answers. */
import { describe, expect, it } from 'vitest'
import { readMerchantSession } from '../../src/paykka/apple-pay-session.ts'
import type { Changes } from '../support/gateway-answers.ts'
import { response } from '../support/gateway-answers.ts'

const SESSION = {
  epochTimestamp: 1_780_315_200_000,
  expiresAt: 1_780_315_500_000,
  merchantSessionIdentifier: 'SSH2EAF8AFAEAA94EEEA898162A5DAFD36E',
  nonce: '8e2b0a4f',
  merchantIdentifier: '0FE7FB5BA0B7B2D1C2A4',
  domainName: 'shop.example',
  displayName: 'The Shop',
  signature: '308006092a864886f70d010702a080',
}
const TEXT = JSON.stringify(SESSION)
const json = (value: unknown) => ({ body: JSON.stringify(value) })
const plain = (body: string) => ({ body, headers: { 'content-type': 'text/plain; charset=utf-8' } })
const enveloped = (data: unknown, more = {}) =>
  json({ ret_code: '000000', ret_msg: 'Success', data, ...more })

const read = (changes: Changes) =>
  readMerchantSession(response(changes), { declineCodes: {}, refusalCodes: [] })

describe('a merchant session', () => {
  const shapes: [string, Changes][] = [
    ['as a JSON string, as PayKKa documents it', json(TEXT)],
    ['as a JSON string with a line end in it', json(`${TEXT}\n`)],
    ['as a JSON string of a JSON string', json(JSON.stringify(`${TEXT}\n`))],
    ['as a string in an envelope', enveloped(TEXT)],
    ['as an object', json(SESSION)],
    ['as an object in an envelope', enveloped(SESSION)],
    ['flat in an envelope', json({ ret_code: 0, ret_msg: 'Success', ...SESSION })],
    ['under a member of an envelope, as a string', enveloped({ apple_pay_session: TEXT })],
    ['under a member of an envelope, as an object', enveloped({ session: SESSION })],
    ['under a member without an envelope', json({ merchant_session: TEXT })],
    ['as plain text', plain(TEXT)],
    ['as plain text with a line end', plain(`${TEXT}\n`)],
    ['as plain text in quotes', plain(JSON.stringify(TEXT))],
    ['with members nobody knows', json({ ...SESSION, pspId: 'x', retries: 0 })],
    ['unsigned, where no signature is demanded', { ...json(TEXT), signature: 'unchecked' }],
  ]
  it.each(shapes)("%s is the object Apple's API takes", (_name, changes) => {
    const answer = read(changes)
    expect(answer).toMatchObject({ kind: 'session', session: SESSION })
  })
})

describe('no merchant session', () => {
  const nothing: [string, Changes, string][] = [
    ['nothing', { body: '' }, 'unreadable_body'],
    ['no content', { status: 204, body: '' }, 'http_204'],
    ['null', json(null), 'no_session'],
    ['true', json(true), 'no_session'],
    ['a number', json(42), 'no_session'],
    ['an empty list', json([]), 'no_session'],
    ['a list with a session', json([SESSION]), 'no_session'],
    ['an empty object', json({}), 'no_session'],
    ['an empty string', json(''), 'no_session'],
    ['a string of white space', json(' \n'), 'no_session'],
    ["the placeholder of PayKKa's page", json('ApplePay data string\n'), 'no_session'],
    ['a string of null', json('null'), 'no_session'],
    ['a string of a number', json('42'), 'no_session'],
    ['a string of a list', json(JSON.stringify([TEXT])), 'no_session'],
    ['a string of half a session', json(TEXT.slice(0, -9)), 'no_session'],
    ['a string of a page', json('<!doctype html>'), 'no_session'],
    ['strings too deep', json(deep(TEXT, 6)), 'no_session'],
    ['half a body', { body: JSON.stringify(TEXT).slice(0, -9) }, 'unreadable_body'],
    ['half an object', { body: TEXT.slice(0, -9) }, 'unreadable_body'],
    ['two objects', { body: `${TEXT}${TEXT}` }, 'unreadable_body'],
    ['a byte order mark', { body: `\ufeff${JSON.stringify(TEXT)}` }, 'unreadable_body'],
    ['a byte that is no UTF-8', { body: Buffer.from([0x22, 0xff, 0x22]) }, 'unreadable_body'],
    ['a page', { body: '<html>', headers: { 'content-type': 'text/html' } }, 'unreadable_body'],
    [
      'a session called a page',
      { ...json(SESSION), headers: { 'content-type': 'text/html' } },
      'unreadable_body',
    ],
    ['a session of no type', { ...json(SESSION), headers: {} }, 'unreadable_body'],
    ['plain words', plain('try again later'), 'unreadable_body'],
    ["an object without what Apple's has", json({ epochTimestamp: 1, nonce: 'x' }), 'no_session'],
    ['identifiers that are no text', json({ merchantSessionIdentifier: 1 }), 'no_session'],
    ['empty identifiers', json({ merchantSessionIdentifier: '' }), 'no_session'],
    ['an object with two members, neither a session', json({ error: 'x', message: TEXT }), 'no_session'],
    ['more than Apple ever sends', json({ ...SESSION, signature: 'f'.repeat(70_000) }), 'session_too_large'],
    ['an envelope without data', enveloped(undefined), 'no_session'],
    ['an envelope with null', enveloped(null), 'no_session'],
    ['an envelope with an empty string', enveloped(''), 'no_session'],
    ['an envelope with a list', enveloped([SESSION]), 'no_session'],
    ['an envelope in a string', json(JSON.stringify({ ret_code: '010000', data: TEXT })), 'no_session'],
    ['a system exception', enveloped(TEXT, { ret_code: '999999' }), 'ret_code_999999'],
    ['another signature', { ...json(TEXT), signature: 'invalid' }, 'bad_signature'],
    ['another signature on an envelope', { ...enveloped(TEXT), signature: 'invalid' }, 'bad_signature'],
    ['a session under 201', { ...json(TEXT), status: 201 }, 'http_201'],
    ['a session under 302', { ...json(TEXT), status: 302 }, 'http_302'],
    ['a session under 500', { ...json(TEXT), status: 500 }, 'http_500'],
    ['a session under 400', { ...json(TEXT), status: 400 }, 'unreadable_body'],
  ]
  it.each(nothing)('is in %s', (_name, changes, reason) => {
    expect(read(changes)).toMatchObject({ kind: 'unreachable', reason })
  })

  const refusals: [string, Changes, string][] = [
    ['010000 at 200', enveloped(TEXT, { ret_code: '010000', ret_msg: 'no' }), '010000'],
    ['010000 at 400', { ...enveloped(undefined, { ret_code: '010000' }), status: 400 }, '010000'],
    ['an unlisted code at 400', { ...enveloped(undefined, { ret_code: '777' }), status: 400 }, '777'],
    ['1017 beside a session', json({ ret_code: '000000', error_code: '1017', ...SESSION }), '1017'],
    ['1017 in the data', enveloped({ error_code: '1017', error_description: 'no' }), '1017'],
    ['206024', enveloped(undefined, { ret_code: '206024' }), 'not_found'],
    ['an unsigned 403', { status: 403, body: '<html>', signature: 'invalid' }, 'http_403'],
    ['a signed 401', { status: 401, ...enveloped(undefined, { ret_code: '206003' }) }, '206003'],
  ]
  it.each(refusals)('comes with %s', (_name, changes, gatewayCode) => {
    expect(read(changes)).toMatchObject({ kind: 'refused', gatewayCode })
  })

  it.each([['valid'], ['invalid'], ['unchecked']] as const)(
    'comes while PayKKa is busy (%s)',
    (signature) => {
      const changes = { status: 429, body: '', headers: { 'retry-after': '7' }, signature }
      expect(read(changes)).toEqual({ kind: 'busy', retryAfter: 7 })
    },
  )
})

function deep(text: string, times: number): string {
  return times === 0 ? text : JSON.stringify(deep(text, times - 1))
}
