/** The check of `createClient`'s options: all mistakes at once, and the secret is never printed. */
import type { FieldProblem } from './problem.ts'
import { ShopProblem } from './problem.ts'

export type ClientOptions = {
  /** The BFF's address, for example `https://pay.shop.example`. */
  url: string
  /** One of the BFF's `BFF_SECRET_KEYS`, without its name. Only for servers: never give it to a browser. */
  secretKey: string
  /** Milliseconds that a call may take, with its retries (30,000). */
  timeoutMs?: number
  /** How often a call is sent again when that is safe (2); 0 sends each call once. */
  retries?: number
  /** Who asks, for the BFF's record: 1 to 64 letters, digits and . _ @ : + -. The BFF keeps it as a claim. */
  operator?: string
  /** Another `fetch`, for example one with a proxy or with tracing. */
  fetch?: typeof fetch
}

export type Settings = {
  /** Without a slash at the end. */
  base: string
  secretKey: string
  timeoutMs: number
  retries: number
  operator: string | undefined
  fetch: typeof fetch | undefined
}

/** @throws ShopProblem `setup_invalid` that names every wrong option */
export function readOptions(options: ClientOptions): Settings {
  const { url, secretKey, timeoutMs = 30_000, retries = 2, operator, fetch } = options
  const complaints = {
    url: urlComplaint(url),
    secretKey: keyComplaint(secretKey),
    timeoutMs: timeoutMs > 0 ? undefined : 'must be a number of milliseconds above 0',
    operator: operator === undefined || OPERATOR.test(operator) ? undefined : OPERATOR_RULE,
    retries: Number.isInteger(retries) && retries >= 0 ? undefined : 'must be a whole number, 0 or more',
  }
  const errors = Object.entries(complaints).flatMap(([field, message]): FieldProblem[] =>
    message === undefined ? [] : [{ field, message }],
  )
  if (errors.length > 0)
    throw new ShopProblem({ code: 'setup_invalid', title: 'createClient cannot use these options.', errors })
  const base = url.trim().replace(/\/+$/, '')
  return { base, secretKey: secretKey.trim(), timeoutMs, retries, operator, fetch }
}

const OPERATOR = /^[A-Za-z0-9._@:+-]{1,64}$/
const OPERATOR_RULE = 'must have 1 to 64 letters, digits and . _ @ : + - only'
const EXAMPLE = 'for example https://pay.shop.example'

function urlComplaint(given: unknown): string | undefined {
  if (typeof given !== 'string' || given.trim() === '')
    return `is missing: give the BFF's address, ${EXAMPLE}`
  const parsed = URL.canParse(given.trim()) ? new URL(given.trim()) : undefined
  if (!parsed || !/^https?:$/.test(parsed.protocol))
    return `must begin with https:// (or http:// inside a private network), ${EXAMPLE}`
  if (parsed.username || parsed.password) return 'must not contain a user name or password'
  if (parsed.search || parsed.hash) return `must end before the ? or #, ${EXAMPLE}`
  if (/\/v1\/*$/.test(parsed.pathname)) return `must end before /v1, ${EXAMPLE}`
  return undefined
}

/** Never repeats any part of what it was given. */
function keyComplaint(given: unknown): string | undefined {
  if (typeof given !== 'string' || given.trim() === '')
    return "is missing: give one of the BFF's BFF_SECRET_KEYS"
  const key = given.trim()
  if (key.startsWith('cs_')) return 'is a client secret, which belongs into the page; give a secret key'
  if (key.startsWith('whsec_'))
    return 'is the secret of the events, which verifyEvent takes; give a secret key'
  if (key.includes(',')) return 'has a comma: give one key of the list, not the whole list'
  if (key.includes(':')) return 'has a colon: give only the part after it, the part before is the name'
  if (!/^[A-Za-z0-9._~+/=-]+$/.test(key)) return 'has a character that no secret key has'
  return key.length < 32 ? `has ${key.length} characters; every secret key has 32 or more` : undefined
}
