/** Which attempts the guard lets through: each limit alone, over real counters and a database that a test writes. */
import { describe, expect, it } from 'vitest'
import type { CheckoutHistory } from '../../src/database/payment-rows.ts'
import type { Attempt, CardTestingParts, Outcome } from '../../src/limits/card-testing.ts'
import { createCardTesting } from '../../src/limits/card-testing.ts'
import type { Limiter } from '../../src/limits/limiter.ts'
import { createLimiter } from '../../src/limits/limiter.ts'
import type { LimitName } from '../../src/limits/limits.ts'
import { DEFAULT_LIMITS, parseLimits } from '../../src/limits/limits.ts'
import { BROWSER } from '../support/world.ts'

const ATTEMPT: Attempt = {
  checkoutId: 'chk_1',
  earlier: 1,
  ip: '192.0.2.1',
  browser: BROWSER,
  card: { bin: '424242', last4: '4242' },
  captchaToken: undefined,
}
const WIDE = Object.keys(DEFAULT_LIMITS).map((name) => `${name}=9999/600`)

type Line = [string, Record<string, unknown>, string]

/** A guard without limits but the named ones. */
function guard(limits = '', history: CheckoutHistory[] = [], changes: Partial<CardTestingParts> = {}) {
  const log: Line[] = []
  const table = parseLimits([...WIDE, limits].join(','))
  const write = (level: string) => (facts: Record<string, unknown>, text: string) =>
    void log.push([level, facts, text])
  const parts: CardTestingParts = {
    history: async () => history,
    limiter: createLimiter(table),
    limits: table,
    key: new Uint8Array(32),
    captcha: undefined,
    isExempt: () => false,
    isShared: () => false,
    log: { warn: write('warn'), error: write('error') },
    ...changes,
  }
  const { admit, note } = createCardTesting(parts)
  const outcome = (change: Partial<Attempt> = {}) =>
    admit({ ...ATTEMPT, ...change }).then(
      () => 'admitted',
      (error: { code: string }) => error.code,
    )
  const decline = (change: Partial<Attempt> = {}) => note({ ...ATTEMPT, ...change }, 'declined')
  const pay = (change: Partial<Attempt> = {}) => note({ ...ATTEMPT, ...change }, 'paid')
  const end = (how: Outcome) => note(ATTEMPT, how)
  return { admit, outcome, decline, pay, end, log, limiter: parts.limiter }
}

const past = (status: string, changes: Partial<CheckoutHistory> = {}) =>
  ({
    status,
    card_last4: '0000',
    decline_code: null,
    decline_retry: 'other-card',
    ...changes,
  }) as CheckoutHistory
const different = (count: number) =>
  Array.from({ length: count }, (_, at) => past('declined', { card_last4: `000${at}` }))
const times = (count: number, payment: CheckoutHistory) => Array.from({ length: count }, () => payment)

describe('one checkout', () => {
  const mine = { card_last4: '4242' }
  const histories: [string, CheckoutHistory[], string][] = [
    ['seven attempts', times(7, past('canceled')), 'admitted'],
    ['eight attempts', times(8, past('canceled')), 'too_many_attempts'],
    ['attempts that never left', times(9, past('failed')), 'admitted'],
    ['two declines of one card', times(2, past('declined')), 'admitted'],
    ['three declines of one card', times(3, past('declined')), 'too_many_attempts'],
    ['four declines of cards', different(4), 'admitted'],
    ['five declines of cards', different(5), 'too_many_attempts'],
    ['four declines of wallets', times(4, past('declined', { card_last4: null })), 'admitted'],
    ['this card lost', [past('declined', { ...mine, decline_code: 'lost_or_stolen' })], 'too_many_attempts'],
    [
      'this card suspected',
      [past('declined', { ...mine, decline_code: 'suspected_fraud' })],
      'too_many_attempts',
    ],
    ['this card never again', [past('declined', { ...mine, decline_retry: 'never' })], 'too_many_attempts'],
    ['this card declined as any', [past('declined', { ...mine, decline_code: 'do_not_honor' })], 'admitted'],
    ['this card declined without a word', [past('declined', mine)], 'admitted'],
    ['another card lost', [past('declined', { decline_code: 'lost_or_stolen' })], 'admitted'],
    [
      'this card lost, in a payment not declined',
      [past('failed', { ...mine, decline_retry: 'never' })],
      'admitted',
    ],
    [
      'this card lost beside another',
      [past('declined'), past('declined', { ...mine, decline_retry: 'never' })],
      'too_many_attempts',
    ],
  ]
  it.each(histories)('after %s: %s', async (_name, history, expected) => {
    expect(await guard('', history).outcome()).toBe(expected)
  })

  it('stops no wallet for a card that was lost', async () => {
    const lost = past('declined', { ...mine, decline_retry: 'never' })
    expect(await guard('', [lost]).outcome({ card: undefined })).toBe('admitted')
  })

  it('holds for exempt addresses too, and nothing else does', async () => {
    const isExempt = () => true
    expect(await guard('', times(8, past('canceled')), { isExempt }).outcome()).toBe('too_many_attempts')
    const { outcome, decline, limiter } = guard('ip=1/600,card=1/600', [], { isExempt })
    await decline()
    expect([await outcome(), await outcome()]).toEqual(['admitted', 'admitted'])
    expect(await limiter.count('global', 'attempts')).toBe(0)
  })
})

describe('an address', () => {
  it.each(['ip', 'ip-day'])('has so many declines against %s, with the time to wait', async (name) => {
    const { admit, outcome, decline } = guard(`${name}=1/600`)
    expect(await outcome()).toBe('admitted')
    await decline()
    expect(await outcome()).toBe('rate_limited')
    expect(await outcome({ ip: '192.0.2.2' })).toBe('admitted')
    await expect(admit(ATTEMPT)).rejects.toMatchObject({ code: 'rate_limited', extras: { retryAfter: 600 } })
  })

  it.each<[Outcome, number]>([
    ['declined', 1],
    ['refused', 1],
    ['open', 0],
    ['paid', 0],
  ])('that has an attempt end as %s has %d against it', async (how, counted) => {
    const { end, limiter } = guard()
    await end(how)
    expect([await limiter.count('ip', ATTEMPT.ip), await limiter.count('ip-day', ATTEMPT.ip)]).toEqual([
      counted,
      counted,
    ])
  })

  it('gets a point back for a payment, and never more than it has', async () => {
    const { decline, pay, limiter } = guard()
    await decline()
    await decline()
    await pay()
    expect(await limiter.count('ip', ATTEMPT.ip)).toBe(1)
    for (let count = 0; count < 5; count++) await pay()
    expect(await limiter.count('ip', ATTEMPT.ip)).toBe(0)
    await decline()
    expect(await limiter.count('ip', ATTEMPT.ip)).toBe(1)
  })

  it('begins so many attempts, and those that are paid do not count', async () => {
    const { outcome, end, limiter } = guard('ip-attempts=2/600')
    for (let count = 0; count < 5; count++) {
      expect(await outcome()).toBe('admitted')
      await end('paid')
    }
    expect(await limiter.count('ip-attempts', ATTEMPT.ip)).toBe(0)
    for (const how of ['open', 'declined'] as const) {
      expect(await outcome()).toBe('admitted')
      await end(how)
    }
    expect(await outcome()).toBe('rate_limited')
  })

  it('has no attempt counted that something else stops', async () => {
    const { outcome, decline, limiter } = guard('card=1/600')
    await decline()
    expect(await outcome()).toBe('rate_limited')
    expect(await limiter.count('ip-attempts', ATTEMPT.ip)).toBe(0)
  })
})

describe('declines', () => {
  const OTHER = {
    card: { card: { bin: '424242', last4: '0000' } },
    bin: { card: { bin: '555555', last4: '4242' } },
    device: { browser: { ...BROWSER, screenWidth: 1 } },
  }
  it.each(['card', 'bin', 'device'] as const)('of one %s stop it, and no other', async (name) => {
    const { outcome, decline } = guard(`${name}=2/600`)
    await decline()
    expect(await outcome()).toBe('admitted')
    await decline()
    expect([await outcome(), await outcome(OTHER[name])]).toEqual(['rate_limited', 'admitted'])
  })

  it('of a kind of browser are made good by payments with it, those of a card never', async () => {
    const { outcome, decline, pay } = guard('device=2/600')
    for (let count = 0; count < 5; count++) {
      await decline()
      await pay()
      expect(await outcome()).toBe('admitted')
    }
    const card = guard('card=2/600,bin=3/600')
    await card.decline()
    await card.pay()
    await card.decline()
    expect(await card.outcome()).toBe('rate_limited')
  })

  it('recognize a browser by its data, in any order, and one without data', async () => {
    const { outcome, decline } = guard('device=1/600')
    await decline({ browser: Object.fromEntries(Object.entries(BROWSER).reverse()) as typeof BROWSER })
    expect([await outcome(), await outcome({ browser: undefined })]).toEqual(['rate_limited', 'admitted'])
    await decline({ browser: undefined })
    expect(await outcome({ browser: undefined })).toBe('rate_limited')
  })

  it('of a wallet count for its device alone: nobody can type its card', async () => {
    const { outcome, decline } = guard('card=1/600,bin=1/600,device=2/600')
    await decline({ card: undefined })
    expect([await outcome({ card: undefined }), await outcome()]).toEqual(['admitted', 'admitted'])
    await decline({ card: undefined })
    expect(await outcome({ card: undefined })).toBe('rate_limited')
  })

  it('are counted under names that show no digit, other ones with another key', async () => {
    const names: string[] = []
    const spied = (limits: Limiter): Limiter => ({
      ...limits,
      add: (name: LimitName, key: string) => {
        if (name !== 'global' && !name.startsWith('ip')) names.push(key)
        return limits.add(name, key)
      },
    })
    for (const fill of [0, 1]) {
      const limiter = spied(createLimiter(DEFAULT_LIMITS))
      await guard('', [], { limiter, key: new Uint8Array(32).fill(fill) }).decline()
    }
    expect(names.every((name) => /^[\w-]{22}$/.test(name))).toBe(true)
    expect(new Set(names).size).toBe(6)
  })

  it("that can't be counted are logged and do no harm", async () => {
    const limiter = { ...createLimiter(DEFAULT_LIMITS), add: () => Promise.reject(new Error('gone')) }
    const { decline, log } = guard('', [], { limiter })
    await decline()
    expect(log).toEqual([['warn', { err: new Error('gone') }, 'an attempt could not be counted']])
  })
})

describe('a challenge', () => {
  const asked: unknown[][] = []
  const captcha = async (...reported: unknown[]) => {
    asked.push(reported)
    return reported[0] === 'solved'
  }

  it.each(['bin', 'device', 'ip', 'ip-day'])('takes the place of the limit on %s', async (name) => {
    asked.length = 0
    const { outcome, decline } = guard(`${name}=1/600`, [], { captcha })
    expect(await outcome()).toBe('admitted')
    expect(asked).toEqual([])
    await decline()
    expect([await outcome(), await outcome({ captchaToken: 'solved' })]).toEqual([
      'challenge_required',
      'admitted',
    ])
    expect(asked).toEqual([
      [undefined, ATTEMPT.ip],
      ['solved', ATTEMPT.ip],
    ])
  })

  it('is not asked for a wallet, whose card nobody typed, for the cards of others', async () => {
    const { outcome, decline } = guard('bin=1/600,card=1/600', [], { captcha })
    await decline()
    expect(await outcome({ card: undefined })).toBe('admitted')
  })

  it('does not open a card that was declined too often', async () => {
    const { outcome, decline } = guard('card=1/600', [], { captcha })
    await decline()
    expect(await outcome({ captchaToken: 'solved' })).toBe('rate_limited')
  })

  it('is for everyone once most of so many attempts are declined, and that is logged once', async () => {
    const { outcome, decline, pay, log } = guard('global=4/600', [], { captcha })
    const stranger = { ip: '192.0.2.9', browser: undefined, card: { bin: '555555', last4: '1111' } }
    await pay()
    await pay()
    await decline()
    await decline()
    // Half of them are not most.
    expect([await outcome(stranger), log]).toEqual(['admitted', []])
    await decline()
    expect(await outcome(stranger)).toBe('challenge_required')
    await decline()
    const text = 'most attempts are declined: someone may be testing cards'
    expect(log).toEqual([['error', { attempts: 5, declines: 3 }, text]])
  })

  it('is not for everyone after too few attempts to tell', async () => {
    const { outcome, decline } = guard('global=4/600', [], { captcha })
    for (let count = 0; count < 3; count++) await decline()
    expect(await outcome({ card: { bin: '555555', last4: '1111' } })).toBe('admitted')
    await decline()
    expect(await outcome({ card: { bin: '555555', last4: '1111' } })).toBe('challenge_required')
  })
})
