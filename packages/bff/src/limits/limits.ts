/** All rate limits in one table; `RATE_LIMITS` changes them. */

export type Limit = {
  /** The allowed number. */
  points: number
  /** The window in seconds. */
  seconds: number
}

const MINUTE = 60
const DAY = 24 * 60 * MINUTE

/**
 * Attempts to pay are counted before they are sent, declines afterwards. A limit on declines requires a CAPTCHA where one
 * is configured. Sources: OWASP OAT-001 and what card networks fine (docs/guides/card-testing.md).
 */
export const DEFAULT_LIMITS = {
  /** Declined and refused attempts per network address (IPv6: per /64), which offices and carriers share. */
  ip: { points: 10, seconds: 10 * MINUTE },
  'ip-day': { points: 30, seconds: DAY },
  /** Unsuccessful attempts per network address, whatever their result. */
  'ip-attempts': { points: 120, seconds: 10 * MINUTE },
  /** Declines per browser type, which many honest shoppers share. */
  device: { points: 30, seconds: 10 * MINUTE },
  /** Declines per first six digits. */
  bin: { points: 20, seconds: 10 * MINUTE },
  /** Declines per first six and last four digits. */
  card: { points: 10, seconds: DAY },
  /** From this number of attempts on, if more than half are declined, everyone gets a CAPTCHA … */
  global: { points: 20, seconds: 5 * MINUTE },
  /** … for this long. `points` has no meaning here. */
  alarm: { points: 1, seconds: 15 * MINUTE },
  /** Uses of one solved CAPTCHA. */
  challenge: { points: 1, seconds: 10 * MINUTE },
  /** Requests per client secret (payments and reads together), per address for pages, and per reference for returns. */
  requests: { points: 600, seconds: MINUTE },
  /** Requests with an invalid credential, per address. */
  unauthorized: { points: 60, seconds: MINUTE },
  /** Forged notifications per address. Signed ones have no limit. */
  notices: { points: 600, seconds: MINUTE },
  /** Unsigned notifications of disputes per payment … */
  disputes: { points: 10, seconds: DAY },
  /** … and per address. */
  'disputes-address': { points: 60, seconds: 60 * MINUTE },
  /** Reports of content security policy violations per address. */
  reports: { points: 60, seconds: MINUTE },
} as const satisfies Record<string, Limit>

export type LimitName = keyof typeof DEFAULT_LIMITS
export type Limits = Record<LimitName, Limit>

/**
 * @param text `name=points/seconds`, comma-separated
 * @throws Error that names the invalid part
 */
export function parseLimits(text: string): Limits {
  const changes = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(parseLimit)
  return { ...DEFAULT_LIMITS, ...Object.fromEntries(changes) }
}

function parseLimit(part: string): [string, Limit] {
  const [, name = '', points, seconds] = /^([a-z-]+)=(\d{1,7})\/(\d{1,7})$/.exec(part) ?? []
  if (!Object.hasOwn(DEFAULT_LIMITS, name) || Number(points) < 1 || Number(seconds) < 1)
    throw new Error(
      `"${part}" is not name=count/seconds with a name of ${Object.keys(DEFAULT_LIMITS).join(', ')}`,
    )
  return [name, { points: Number(points), seconds: Number(seconds) }]
}
