/** The judge of PayKKa's answers: one row per way an answer can be right, wrong or a lie. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NOT_FOUND, REFUSED_CARD, REFUSED_CONFIGURATION, REFUSED_REQUEST } from '../../src/paykka/wire.ts'
import type { Changes } from '../support/gateway-answers.ts'
import { about, data, envelope, read } from '../support/gateway-answers.ts'
import { MERCHANT_ID } from '../support/merchant.ts'

/** Many runs on a busy machine. */
const TIMEOUT = { timeout: 30_000 }

describe('an answer about this very payment', () => {
  const states = [
    ['SUCCESS', 'succeeded'],
    ['AUTHORIZED', 'authorized'],
    ['PROCESSING', 'processing'],
    ['REFUNDED', 'refunded'],
    ['PARTIALLY_REFUNDED', 'partially_refunded'],
    ['CANCELED', 'canceled'],
    ['PARTIALLY_REVERSED', 'partially_reversed'],
  ]
  it.each(states)('%s is %s', (word, status) => {
    expect(read(about({ status: word }))).toEqual({
      kind: 'state',
      state: { status },
      facts: { orderId: 'GW1' },
    })
  })

  it.each(['000000', '0000', '0', 0])('takes ret_code %j for a success of the call', (ret_code) => {
    expect(read({ body: envelope({ ret_code }) })).toMatchObject({ kind: 'state' })
  })

  it('reads numbers sent as text, exactly', () => {
    expect(read(about({ amount: '1099' }))).toMatchObject({ kind: 'state' })
  })

  it('takes an unchecked signature only because the mode says so', () => {
    expect(read({ signature: 'unchecked' })).toMatchObject({ kind: 'state' })
  })

  it('tolerates members it does not know', () => {
    expect(read({ body: envelope({ more: {}, data: data({ new_member: [1] }) }) })).toMatchObject({
      kind: 'state',
    })
  })

  it('keeps facts only in the form they must have', () => {
    const facts = {
      order_id: 'GW20620000006999',
      error_code: '0000',
      card_info: { bin: '424242', last4: '4242', card_brand: 'VISA' },
    }
    expect(read(about(facts))).toMatchObject({
      facts: { orderId: 'GW20620000006999', cardBin: '424242', cardLast4: '4242', cardBrand: 'visa' },
    })
    const echoed = { bin: '4242424242424242', last4: '4242424242424242', card_brand: '<b>' }
    const lies = { order_id: '4242424242424242', error_code: '4242424242424242', card_info: echoed }
    expect(read(about(lies))).toEqual({ kind: 'state', state: { status: 'succeeded' }, facts: {} })
  })

  it('reads balances only when all of them are there', () => {
    const balances = {
      authed_amount: 1099,
      captured_amount: '1099',
      able_to_capture_amount: 0,
      voided_amount: 0,
      able_to_void_amount: 0,
      refunded_amount: 0,
      able_to_refund_amount: 1099,
    }
    expect(read(about({ balances }))).toMatchObject({
      facts: { balances: { captured: 1099, refundable: 1099 } },
    })
    expect(read(about({ balances: { ...balances, voided_amount: -1 } }))).toMatchObject({
      facts: { orderId: 'GW1' },
    })
    expect(read(about({ balances: { ...balances, voided_amount: -1 } }))).not.toHaveProperty('facts.balances')
  })
})

describe('an answer about something else, or about nothing', () => {
  const lies: [string, Record<string, unknown>, string][] = [
    ['another merchant', { merchant_id: '1' }, 'mismatch_merchant_id'],
    ['another merchant as a number', { merchant_id: 1 }, 'mismatch_merchant_id'],
    ['a list around the merchant', { merchant_id: [MERCHANT_ID] }, 'mismatch_merchant_id'],
    ['a trans_id in lower case', { trans_id: 't1' }, 'mismatch_trans_id'],
    ['an empty trans_id', { trans_id: '' }, 'mismatch_trans_id'],
    ['no currency', { currency: undefined }, 'mismatch_currency'],
    ['another trans_id', { trans_id: 'T2' }, 'mismatch_trans_id'],
    ['no trans_id', { trans_id: undefined }, 'mismatch_trans_id'],
    ['a list around the trans_id', { trans_id: ['T1'] }, 'mismatch_trans_id'],
    ['one cent more', { amount: 1100 }, 'mismatch_amount'],
    ['a fraction', { amount: 1099.4 }, 'mismatch_amount'],
    ['decimals as text', { amount: '1099.0' }, 'mismatch_amount'],
    ['text in scientific form', { amount: '1.099e3' }, 'mismatch_amount'],
    ['text with spaces', { amount: ' 1099' }, 'mismatch_amount'],
    ['hexadecimal text', { amount: '0x44b' }, 'mismatch_amount'],
    ['a list around the amount', { amount: [1099] }, 'mismatch_amount'],
    ['no amount', { amount: null }, 'mismatch_amount'],
    ['another currency', { currency: 'USD' }, 'mismatch_currency'],
    ['a lower-case currency', { currency: 'eur' }, 'mismatch_currency'],
    ['an unlisted status', { status: 'SETTLED' }, 'unlisted_status'],
    ['another word that begins alike', { status: 'SUCCESSFUL' }, 'unlisted_status'],
    ['no status', { status: undefined }, 'unlisted_status'],
    ['a list around the status', { status: ['SUCCESS'] }, 'unlisted_status'],
    ['a status every object has', { status: 'constructor' }, 'unlisted_status'],
    ['a prototype as status', { status: '__proto__' }, 'unlisted_status'],
  ]
  it.each(lies)('with %s is unknown', (_name, changes, reason) => {
    expect(read(about(changes))).toEqual({ kind: 'unknown', reason })
  })

  const bodies: [string, Changes, string][] = [
    ['signature', { signature: 'invalid' }, 'bad_signature'],
    ['HTML', { body: '<!doctype html>', headers: { 'content-type': 'text/html' } }, 'unreadable_body'],
    ['JSON called HTML', { headers: { 'content-type': 'text/html' } }, 'unreadable_body'],
    ['missing content type', { headers: {} }, 'unreadable_body'],
    ['other JSON type', { headers: { 'content-type': 'application/jsonp' } }, 'unreadable_body'],
    ['empty body', { body: '' }, 'unreadable_body'],
    ['truncated body', { body: envelope().slice(0, -20) }, 'unreadable_body'],
    ['byte order mark', { body: `\ufeff${envelope()}` }, 'unreadable_body'],
    [
      'UTF-16',
      { body: Buffer.from(envelope(), 'utf16le'), headers: { 'content-type': 'application/json' } },
      'unreadable_body',
    ],
    [
      'invalid UTF-8',
      { body: Buffer.concat([Buffer.from(envelope().slice(0, -1)), Buffer.from([0xff])]) },
      'unreadable_body',
    ],
    ['null', { body: 'null' }, 'unreadable_body'],
    ['list', { body: `[${envelope()}]` }, 'unreadable_body'],
    ['text', { body: '"000000"' }, 'unreadable_body'],
    ['missing ret_code', { body: envelope({ ret_code: undefined }) }, 'unreadable_body'],
    ['boolean ret_code', { body: envelope({ ret_code: false }) }, 'unreadable_body'],
    ['missing data', { body: envelope({ data: undefined }) }, 'no_data'],
    ['list as data', { body: envelope({ data: [data()] }) }, 'no_data'],
    ['text as data', { body: envelope({ data: JSON.stringify(data()) }) }, 'no_data'],
    ['999999', { body: envelope({ ret_code: '999999' }) }, 'ret_code_999999'],
    ['unlisted ret_code', { body: envelope({ ret_code: '123456' }) }, 'ret_code_123456'],
    ['card number as ret_code', { body: envelope({ ret_code: '4242424242424242' }) }, 'ret_code_unreadable'],
    ['blank ret_code with 400', { status: 400, body: envelope({ ret_code: ' ' }) }, 'unreadable_body'],
    ['999999 with 400', { status: 400, body: envelope({ ret_code: '999999' }) }, 'ret_code_999999'],
    ['success code with 400', { status: 400 }, 'http_400'],
    ['unreadable 400', { status: 400, body: 'no' }, 'unreadable_body'],
    ['unsigned 400', { status: 400, signature: 'invalid' }, 'bad_signature'],
  ]
  it.each(bodies)('with a wrong %s is unknown', (_name, changes, reason) => {
    expect(read(changes)).toEqual({ kind: 'unknown', reason })
  })

  it.each([201, 204, 302, 307, 500, 502, 503, 504, 521])(
    'with HTTP %i is unknown, whatever it says',
    (status) => {
      expect(read({ status })).toEqual({ kind: 'unknown', reason: `http_${status}` })
    },
  )

  it('takes the last of two equal members, and then checks it like any other', () => {
    const twice = (first: string) => envelope().replace('"amount":1099', `${first},"amount":1099`)
    expect(read({ body: twice('"status":"FAILURE","amount":1') })).toMatchObject({
      kind: 'state',
      state: { status: 'succeeded' },
    })
    const wrongLast = envelope().replace('"amount":1099', '"amount":1099,"amount":1')
    expect(read({ body: wrongLast })).toEqual({ kind: 'unknown', reason: 'mismatch_amount' })
  })
})

describe('a refusal before anything was executed', () => {
  const refuse = (ret_code: string, status = 200) =>
    read({ status, body: envelope({ ret_code, data: undefined }) })

  it.each([...REFUSED_CONFIGURATION])('%s is a matter of configuration', (code) => {
    const refused = { kind: 'refused', reason: 'configuration', gatewayCode: code }
    expect(refuse(code)).toEqual(refused)
    expect(refuse(code, 400)).toEqual(refused)
    expect(read(about({ status: 'FAILURE', error_code: code }))).toEqual(refused)
  })

  it.each([...REFUSED_CARD])('%s asks for the card again', (code) => {
    const refused = { kind: 'refused', reason: 'card_unreadable', gatewayCode: code }
    expect(refuse(code)).toEqual(refused)
    expect(read(about({ status: 'FAILURE', error_code: code }))).toEqual(refused)
  })

  it.each([...REFUSED_REQUEST])('%s is about the request itself', (code) => {
    const refused = { kind: 'refused', reason: 'invalid_request', gatewayCode: code }
    expect(refuse(code)).toEqual(refused)
    expect(refuse(code, 400)).toEqual(refused)
  })

  it.each(['2004', '206020', '1008'])('%s found by a query is the end of that payment', (error_code) => {
    expect(read(about({ status: 'FAILURE', error_code }), { asked: 'query' })).toMatchObject({
      kind: 'state',
      state: { status: 'declined' },
    })
  })

  it.each([401, 403, 404])('HTTP %i is one when PayKKa has signed it', (status) => {
    const plain = { status, body: 'no', headers: {} }
    expect(read(plain)).toEqual({ kind: 'refused', reason: 'configuration', gatewayCode: `http_${status}` })
    const says = (ret_code: string) => ({ status, body: envelope({ ret_code, data: undefined }) })
    expect(read(says('206003'))).toMatchObject({ gatewayCode: '206003' })
    expect(read(says('4242424242424242'))).toMatchObject({ gatewayCode: `http_${status}` })
  })

  const waits: [string | undefined, number | undefined][] = [
    [undefined, undefined],
    ['1', 1],
    ['60', 60],
    ['86400', 60],
    ['0', undefined],
    ['-5', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['Wed, 21 Oct 2026 07:28:00 GMT', undefined],
  ]
  it.each(waits)('HTTP 429 with Retry-After %j waits %j seconds', (header, retryAfter) => {
    const headers: Record<string, string> = header === undefined ? {} : { 'retry-after': header }
    const busy = { kind: 'refused', reason: 'busy', gatewayCode: 'http_429' }
    expect(read({ status: 429, headers, body: '' })).toEqual(
      retryAfter === undefined ? busy : { ...busy, retryAfter },
    )
  })

  it.each([200, 404])('206024 with HTTP %i says that there is no such payment, but only signed', (status) => {
    const body = envelope({ ret_code: '206024', data: undefined })
    const asked = { asked: 'query' } as const
    expect(read({ status, body }, asked)).toEqual({ kind: 'not_found' })
    expect(read({ status, body, signature: 'invalid' }, asked).kind).toBe('unknown')
  })
})

describe('a decline', () => {
  const declines: [string | undefined, string, string][] = [
    ['3005', 'do_not_honor', 'contact-bank'],
    ['3051', 'insufficient_funds', 'other-card'],
    ['3054', 'expired_card', 'same-card'],
    ['3065', 'authentication_required', 'same-card'],
    ['3082', 'incorrect_cvc', 'same-card'],
    ['3101', 'authentication_failed', 'same-card'],
    ['2006', 'card_not_supported', 'other-card'],
    ['206022', 'card_not_supported', 'other-card'],
    ['2099', 'invalid_card', 'same-card'],
    ['9000', 'mine', 'other-card'],
    ['9001', 'suspected_fraud', 'contact-bank'],
    ['8888', 'declined', 'other-card'],
    [undefined, 'declined', 'other-card'],
    ['constructor', 'declined', 'other-card'],
    ['toString', 'declined', 'other-card'],
    ['__proto__', 'declined', 'other-card'],
  ]
  it.each(declines)('%s is %s: %s', (error_code, code, retry) => {
    const declineCodes = { '9000': 'mine', '9001': 'suspected_fraud' }
    expect(read(about({ status: 'FAILURE', error_code }), { declineCodes })).toMatchObject({
      kind: 'state',
      state: { status: 'declined', code, retry },
    })
  })
})

describe('a challenge', () => {
  const challenge = (url: unknown, allowHttpAction = false) =>
    read(about({ status: 'PROCESSING', authentication_result: { authentication_url: url } }), {
      allowHttpAction,
    })

  it('asks the shopper to go to an https address', () => {
    expect(challenge('https://acs.bank.example/x?y=1')).toMatchObject({
      kind: 'state',
      state: { status: 'action_required', url: 'https://acs.bank.example/x?y=1' },
    })
  })

  it('allows plain http for the emulator on this machine only', () => {
    expect(challenge('http://127.0.0.1:4010/x', true)).toMatchObject({ kind: 'state' })
    expect(challenge('http://127.0.0.1:4010/x')).toMatchObject({ kind: 'refused' })
    expect(challenge('http://acs.bank.example/x', true)).toMatchObject({ kind: 'refused' })
  })

  const unsafe = [
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'file:///etc/passwd',
    'http://acs.bank.example/',
    'https://user:pw@acs.bank.example/',
    'https://user@acs.bank.example/',
    '//acs.bank.example/',
    '/relative',
    'nonsense',
    `https://acs.bank.example/${'a'.repeat(4096)}`,
  ]
  it.each(unsafe)('never sends the shopper to %j', (url) => {
    expect(challenge(url)).toEqual({
      kind: 'refused',
      reason: 'configuration',
      gatewayCode: 'unsafe_action_url',
    })
  })

  it.each([undefined, '', null, 5, {}])('is none with the address %j', (url) => {
    expect(challenge(url)).toMatchObject({ state: { status: 'processing' } })
  })

  it('is none when the payment has already ended', () => {
    const over = { authentication_result: { authentication_url: 'https://acs.bank.example/' } }
    expect(read(about({ status: 'SUCCESS', ...over }))).toMatchObject({ state: { status: 'succeeded' } })
  })
})

describe('any answer at all', () => {
  const OK = ['000000', '0000', '0']
  const word = fc.oneof(fc.string({ maxLength: 20 }), fc.constantFrom('SUCCESS', 'FAILURE', 'AUTHORIZED'))
  const code = fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom(...OK, '999999', '010000', '206024'))
  const http = fc.oneof(fc.integer({ min: 100, max: 599 }), fc.constantFrom(200, 400, 401, 429))

  it('proves an outcome only with HTTP 200, a listed ret_code and a listed status', TIMEOUT, () => {
    const listed = /^(SUCCESS|AUTHORIZED|PROCESSING|FAILURE|REFUNDED|PARTIALLY_RE(FUNDED|VERSED)|CANCELED)$/
    fc.assert(
      fc.property(http, code, word, (status, ret_code, state) => {
        const answer = read({ status, body: envelope({ ret_code, data: data({ status: state }) }) })
        const provable = status === 200 && OK.includes(ret_code) && listed.test(state)
        const refusedCard = answer.kind === 'state' && answer.state.status === 'declined' && !provable
        if (refusedCard) expect([status, ret_code]).toEqual([400, expect.stringMatching(/^3\d{3}$/)])
        else expect(answer.kind === 'state').toBe(provable)
        if (answer.kind !== 'refused') return
        const refusing = [400, 401, 403, 404, 429].includes(status)
        expect(
          refusing ||
            REFUSED_CARD.has(ret_code) ||
            REFUSED_CONFIGURATION.has(ret_code) ||
            REFUSED_REQUEST.has(ret_code) ||
            NOT_FOUND.has(ret_code),
        ).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it('never proves anything with a bad signature, and never throws', TIMEOUT, () => {
    fc.assert(
      fc.property(http, fc.uint8Array({ maxLength: 300 }), fc.json(), (status, bytes, json) => {
        for (const body of [bytes, json]) {
          expect(read({ status, body, signature: 'invalid' }).kind).toBe('unknown')
          expect(read({ status, body }).kind).not.toBe('state')
        }
      }),
    )
  })
})
