/** Limits card testing: counts attempts and declines by IP address, device, BIN and card. */
import type { BrowserData } from '@paykka-checkout/shared-types'
import type { CheckoutHistory } from '../database/payment-rows.ts'
import { AppError } from '../domain/errors.ts'
import { keyedHash } from '../domain/ids.ts'
import type { VerifyCaptcha } from './captcha.ts'
import { clientKey } from './client-key.ts'
import type { Limiter } from './limiter.ts'
import type { LimitName, Limits } from './limits.ts'
import { isCardOver, triesLeft } from './tries.ts'

/** The facts about an attempt before anything is sent. */
export type Attempt = {
  checkoutId: string
  /** Number of attempts of the checkout before this one. */
  earlier: number
  ip: string
  /** Undefined when the shop's server creates a link to PayKKa's own page. */
  browser: BrowserData | undefined
  /** First six and last four digits; left out for wallets, whose cards cannot be typed. */
  card: { bin: string; last4: string } | undefined
  /** The token of the shop's CAPTCHA. */
  captchaToken: string | undefined
}

export type CardTesting = {
  /**
   * Admits an attempt, or stops it before it begins.
   * @throws AppError too_many_attempts | rate_limited | challenge_required
   */
  admit(attempt: Attempt): Promise<void>
  /** Counts the outcome of a sent attempt. Never throws. */
  note(attempt: Attempt, outcome: Outcome): Promise<void>
}

/** `refused`: the gateway refused the request. `open`: no result yet, for example during a confirmation at the bank. */
export type Outcome = 'paid' | 'declined' | 'refused' | 'open'

export type CardTestingParts = {
  /** @returns the outcomes of the checkout's attempts so far */
  history(checkoutId: string): Promise<CheckoutHistory[]>
  limiter: Limiter
  limits: Limits
  /** Key of the counters' hashes, so that the counters reveal no digits. */
  key: Uint8Array
  /** Undefined when the shop has no CAPTCHA. */
  captcha: VerifyCaptcha | undefined
  /** Addresses of tests and monitors: only the limits per checkout apply to them. */
  isExempt(ip: string): boolean
  /** Addresses shared by many shoppers, for example of a proxy that hides them: limits by address do not apply. */
  isShared(ip: string): boolean
  log: {
    warn(facts: Record<string, unknown>, message: string): void
    error(facts: Record<string, unknown>, message: string): void
  }
}

const EVERYONE = 'all'

/** @returns both functions over one set of counters */
export function createCardTesting(parts: CardTestingParts): CardTesting {
  return {
    admit: async (attempt) => {
      if (attempt.earlier > 0) refuseUsedUp(await parts.history(attempt.checkoutId), attempt)
      if (parts.isExempt(attempt.ip)) return
      const keys = countersOf(parts, attempt)
      await refuseOften(parts, keys, ['card'])
      await refuseSuspicious(parts, attempt, keys)
      await addTo(parts, keys, ['ip-attempts'])
    },
    note: async (attempt, outcome) => {
      if (parts.isExempt(attempt.ip)) return
      try {
        await count(parts, countersOf(parts, attempt), outcome)
      } catch (error) {
        parts.log.warn({ err: error }, 'an attempt could not be counted')
      }
    },
  }
}

type Counters = Partial<Record<LimitName, string>>

function countersOf(parts: CardTestingParts, { ip, browser, card }: Attempt): Counters {
  const hidden = (text: string) => keyedHash(parts.key, text).toString('base64url').slice(0, 22)
  const place = parts.isShared(ip) ? undefined : clientKey(ip)
  const kind = JSON.stringify(Object.entries(browser ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)))
  return {
    ...(place === undefined ? {} : { ip: place, 'ip-day': place, 'ip-attempts': place }),
    device: hidden(kind),
    ...(card ? { bin: hidden(card.bin), card: hidden(card.bin + card.last4) } : {}),
  }
}

function refuseUsedUp(history: CheckoutHistory[], { card }: Attempt): void {
  if (triesLeft(history) === 0 || isCardOver(history, card?.last4)) throw new AppError('too_many_attempts')
}

async function refuseOften(
  { limiter }: CardTestingParts,
  keys: Counters,
  names: readonly LimitName[],
): Promise<void> {
  for (const name of names) {
    const key = keys[name]
    const wait = key === undefined ? 0 : await limiter.waitFor(name, key)
    if (wait > 0) throw new AppError('rate_limited', { retryAfter: wait })
  }
}

/** Many honest shoppers share an address or a browser type. */
const SHARED = ['ip', 'ip-day', 'ip-attempts', 'device'] as const
const SIGNS = ['bin', ...SHARED] as const

/** Refuses when the counters show many declines. A solved CAPTCHA reduces the counters again. */
async function refuseSuspicious(parts: CardTestingParts, attempt: Attempt, keys: Counters): Promise<void> {
  const { limiter, captcha } = parts
  if (!captcha) return refuseOften(parts, keys, SIGNS)
  const waits = SIGNS.map((name) => (keys[name] === undefined ? 0 : limiter.waitFor(name, keys[name])))
  // One alarm is enough, whatever its number in `RATE_LIMITS`.
  const signs = await Promise.all([...waits, limiter.count('alarm', EVERYONE)])
  if (!signs.some((sign) => sign > 0)) return
  if (!(await captcha(attempt.captchaToken, attempt.ip))) throw new AppError('challenge_required')
  await giveBack(parts, keys, SHARED)
}

/** Runs `action` for each of these counters for which the attempt has a key, one after the other. */
async function forEach(
  keys: Counters,
  names: readonly LimitName[],
  act: (name: LimitName, key: string) => Promise<unknown>,
): Promise<void> {
  for (const name of names) {
    const key = keys[name]
    if (key !== undefined) await act(name, key)
  }
}

const addTo = ({ limiter }: CardTestingParts, keys: Counters, names: readonly LimitName[]) =>
  forEach(keys, names, (name, key) => limiter.add(name, key))

const giveBack = ({ limiter }: CardTestingParts, keys: Counters, names: readonly LimitName[]) =>
  forEach(keys, names, (name, key) => limiter.giveBack(name, key))

/** A success indicates honest shoppers, so it also cancels an earlier decline. */
async function count(parts: CardTestingParts, keys: Counters, outcome: Outcome): Promise<void> {
  const { limiter, limits } = parts
  const attempts = await limiter.add('global', 'attempts')
  if (outcome === 'paid') return giveBack(parts, keys, SHARED)
  if (outcome === 'open') return
  await addTo(parts, keys, ['ip', 'ip-day'])
  if (outcome === 'refused') return
  await addTo(parts, keys, ['bin', 'card', 'device'])
  const declines = await limiter.add('global', 'declines')
  if (attempts < limits.global.points || declines * 2 <= attempts) return
  if ((await limiter.add('alarm', EVERYONE)) === 1)
    parts.log.error({ attempts, declines }, 'most attempts are declined: someone may be testing cards')
}
