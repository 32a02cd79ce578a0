/** Makes it dear to try out stolen cards: counts attempts and declines by all that a tester must vary. */
import type { BrowserData } from '@paykka-checkout/shared-types'
import { AppError } from '../errors.ts'
import { keyedHash } from '../ids.ts'
import type { CheckoutHistory } from '../store/payments.ts'
import type { VerifyChallenge } from './challenge.ts'
import { clientKey } from './client-key.ts'
import type { Limiter } from './limiter.ts'
import type { LimitName, Limits } from './limits.ts'

/** What is known of an attempt before anything is sent. */
export type Attempt = {
  checkoutId: string
  ip: string
  /** None when the shop’s server makes a link to PayKKa’s own page. */
  browser: BrowserData | undefined
  /** First six and last four digits; left out for wallets, whose cards nobody can type. */
  card: { bin: string; last4: string } | undefined
  /** What the shop’s challenge gave the page. */
  challengeToken: string | undefined
}

export type CardTesting = {
  /**
   * Lets an attempt through or stops it before it is begun.
   * @throws AppError too_many_attempts | rate_limited | challenge_required
   */
  admit(attempt: Attempt): Promise<void>
  /** Counts how an attempt that was sent ended. Never throws. */
  note(attempt: Attempt, declined: boolean): Promise<void>
}

export type CardTestingParts = {
  /** @returns how the checkout’s attempts ended so far */
  history(checkoutId: string): Promise<CheckoutHistory[]>
  limiter: Limiter
  limits: Limits
  /** Keys the counters, so that whoever reads them learns no digits. */
  key: Uint8Array
  /** Undefined when the shop has no challenge. */
  challenge: VerifyChallenge | undefined
  /** Addresses of tests and monitors, which only the limits of a checkout hold for. */
  isExempt(ip: string): boolean
  /** Addresses that many shoppers come from, because a proxy names none; only what is not counted by address holds for them. */
  isShared(ip: string): boolean
  log: {
    warn(facts: Record<string, unknown>, message: string): void
    error(facts: Record<string, unknown>, message: string): void
  }
}

/** Per checkout. A shopper who needs more starts again at the shop, which a tester can’t do by machine. */
export const MAX_ATTEMPTS = 5
export const MAX_DECLINES = 3
const EVERYONE = 'all'

/** @returns both halves of the guard over one set of counters */
export function createCardTesting(parts: CardTestingParts): CardTesting {
  return {
    admit: async (attempt) => {
      refuseUsedUp(await parts.history(attempt.checkoutId), attempt)
      if (parts.isExempt(attempt.ip)) return
      const keys = countersOf(parts, attempt)
      await refuseOften(parts, keys, ['card'], 'waitFor')
      await refuseSuspicious(parts, attempt, keys)
      await refuseOften(parts, keys, ['ip', 'ip-day'], 'take')
    },
    note: async (attempt, declined) => {
      if (parts.isExempt(attempt.ip)) return
      try {
        await count(parts, countersOf(parts, attempt), declined)
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
    ...(place === undefined ? {} : { ip: place, 'ip-day': place }),
    device: hidden(kind),
    ...(card ? { bin: hidden(card.bin), card: hidden(card.bin + card.last4) } : {}),
  }
}

/** What the networks never allow to be sent again. */
const FINAL = new Set(['lost_or_stolen', 'suspected_fraud'])

function refuseUsedUp(history: CheckoutHistory[], { card }: Attempt): void {
  const declined = history.filter((payment) => payment.status === 'declined')
  const started = history.filter((payment) => payment.status !== 'failed')
  const isFinal = (payment: CheckoutHistory) =>
    card?.last4 === payment.card_last4 &&
    (payment.decline_retry === 'never' || FINAL.has(payment.decline_code ?? ''))
  if (started.length >= MAX_ATTEMPTS || declined.length >= MAX_DECLINES || declined.some(isFinal))
    throw new AppError('too_many_attempts')
}

async function refuseOften(
  { limiter }: CardTestingParts,
  keys: Counters,
  names: LimitName[],
  ask: 'take' | 'waitFor',
): Promise<void> {
  for (const name of names) {
    const key = keys[name]
    const wait = key === undefined ? 0 : await limiter[ask](name, key)
    if (wait > 0) throw new AppError('rate_limited', { retryAfter: wait })
  }
}

/** Many declines around this attempt: a person may go on, a machine may not. */
async function refuseSuspicious(parts: CardTestingParts, attempt: Attempt, keys: Counters): Promise<void> {
  const { limiter, challenge } = parts
  if (!challenge) return refuseOften(parts, keys, ['bin', 'device'], 'waitFor')
  const signs = await Promise.all([
    limiter.waitFor('bin', keys.bin ?? ''),
    limiter.waitFor('device', keys.device ?? ''),
    // Once is enough, whatever its number in `RATE_LIMITS`.
    limiter.count('alarm', EVERYONE),
  ])
  if (signs.some((sign) => sign > 0) && !(await challenge(attempt.challengeToken, attempt.ip)))
    throw new AppError('challenge_required')
}

async function count(parts: CardTestingParts, keys: Counters, declined: boolean): Promise<void> {
  const { limiter, limits } = parts
  const attempts = await limiter.add('global', 'attempts')
  if (!declined) return
  for (const name of ['bin', 'card', 'device'] as const) {
    const key = keys[name]
    if (key !== undefined) await limiter.add(name, key)
  }
  const declines = await limiter.add('global', 'declines')
  if (attempts < limits.global.points || declines * 2 <= attempts) return
  if ((await limiter.add('alarm', EVERYONE)) === 1)
    parts.log.error({ attempts, declines }, 'most attempts are declined: someone may be testing cards')
}
