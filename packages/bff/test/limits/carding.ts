/** A carding attack against the guard on a virtual clock: who gets to the gateway, and which honest shoppers pay. */
import { vi } from 'vitest'
import type { CheckoutHistory } from '../../src/database/payment-rows.ts'
import type { Attempt, CardTesting } from '../../src/limits/card-testing.ts'
import { createCardTesting } from '../../src/limits/card-testing.ts'
import { createLimiter } from '../../src/limits/limiter.ts'
import type { Limits } from '../../src/limits/limits.ts'
import { BROWSER } from '../support/world.ts'

export type Attack = {
  /** Stolen cards tried, in `minutes`, from `addresses`. */
  cards: number
  addresses: number
  minutes: number
  /** Honest share of all traffic, 0 to 1. */
  honest: number
  limits: Limits
  /** Whether the shop has a challenge; only people solve it. */
  captcha: boolean
  /** Honest shoppers of an office or a carrier, who share one address. */
  office: number
}

export type Result = {
  sent: number
  refused: number
  honestPaid: number
  honestShoppers: number
  officePaid: number
}

const HUMAN = 'solved'
const OFFICE = '192.0.2.1'
const ALIVE = 0.02

/** Plays the attack second by second; nothing waits for real. */
export async function playAttack(attack: Attack): Promise<Result> {
  vi.useFakeTimers({ now: 1_800_000_000_000, toFake: ['Date', 'performance', 'setTimeout', 'clearTimeout'] })
  try {
    return await play(attack)
  } finally {
    vi.useRealTimers()
  }
}

async function play(attack: Attack): Promise<Result> {
  const history = new Map<string, CheckoutHistory[]>()
  const guard = createGuard(attack, history)
  const result: Result = { sent: 0, refused: 0, honestPaid: 0, honestShoppers: 0, officePaid: 0 }
  const gap = (attack.minutes * 60_000) / attack.cards
  const every = Math.round((1 - attack.honest) / attack.honest)
  const officeEvery = attack.office > 0 ? Math.floor(attack.cards / attack.office) : Number.POSITIVE_INFINITY
  for (let number = 0; number < attack.cards; number++) {
    if (number % officeEvery === 0 && (await buy(guard, history, number, OFFICE))) result.officePaid++
    if (number % every === 0) {
      result.honestShoppers++
      if (await buy(guard, history, number)) result.honestPaid++
    }
    if (await tryStolen(guard, history, attack, number)) result.sent++
    else result.refused++
    vi.advanceTimersByTime(gap)
  }
  return result
}

function createGuard(attack: Attack, history: Map<string, CheckoutHistory[]>): CardTesting {
  return createCardTesting({
    history: async (checkoutId) => history.get(checkoutId) ?? [],
    limiter: createLimiter(attack.limits),
    limits: attack.limits,
    key: new Uint8Array(32),
    captcha: attack.captcha ? async (token) => token === HUMAN : undefined,
    isExempt: () => false,
    isShared: () => false,
    log: { warn: () => {}, error: () => {} },
  })
}

/** Three cards per checkout, a new address for each, a few kinds of browser. */
function tryStolen(
  guard: CardTesting,
  history: Map<string, CheckoutHistory[]>,
  { addresses }: Attack,
  number: number,
): Promise<boolean> {
  const digits = String(number).padStart(4, '0')
  return send(
    guard,
    history,
    {
      checkoutId: `bot-${Math.floor(number / 3)}`,
      earlier: 0,
      ip: `198.18.${Math.floor((number % addresses) / 250)}.${(number % addresses) % 250}`,
      browser: { ...BROWSER, screenWidth: 1000 + (number % 7) },
      card: { bin: String(400000 + (number % 50)), last4: digits.slice(-4) },
      captchaToken: undefined,
    },
    random(number) < ALIVE,
  )
}

/** Pays, solves a challenge when asked, and tries once more after a decline. */
async function buy(
  guard: CardTesting,
  history: Map<string, CheckoutHistory[]>,
  number: number,
  office?: string,
): Promise<boolean> {
  const attempt: Attempt = {
    checkoutId: `shopper-${office ?? ''}-${number}`,
    earlier: 0,
    ip: office ?? `203.0.${Math.floor(number / 250) % 250}.${number % 250}`,
    browser: { ...BROWSER, screenHeight: 700 + (number % 40) },
    card: { bin: String(510000 + (number % 300)), last4: String(number).padStart(4, '0').slice(-4) },
    captchaToken: undefined,
  }
  if (await pays(guard, history, attempt, random(number + 0.5) < 0.95)) return true
  return pays(guard, history, attempt, true)
}

async function pays(
  guard: CardTesting,
  history: Map<string, CheckoutHistory[]>,
  attempt: Attempt,
  good: boolean,
) {
  const sent =
    (await send(guard, history, attempt, good)) ||
    (await send(guard, history, { ...attempt, captchaToken: HUMAN }, good))
  return sent && good
}

/** @returns whether the attempt reached the gateway */
async function send(
  guard: CardTesting,
  history: Map<string, CheckoutHistory[]>,
  attempt: Attempt,
  good: boolean,
): Promise<boolean> {
  const earlier = history.get(attempt.checkoutId) ?? []
  try {
    await guard.admit({ ...attempt, earlier: earlier.length })
  } catch {
    return false
  }
  const payment = { card_last4: attempt.card?.last4 ?? null, decline_retry: 'other-card' }
  history.set(attempt.checkoutId, [
    ...earlier,
    { ...payment, status: good ? 'succeeded' : 'declined', decline_code: good ? null : 'declined' },
  ])
  await guard.note(attempt, good ? 'paid' : 'declined')
  return true
}

/** The same for the same number, so that every run is the same. */
function random(seed: number): number {
  const wave = Math.sin(seed * 12.9898 + 78.233) * 43_758.5453
  return wave - Math.floor(wave)
}
