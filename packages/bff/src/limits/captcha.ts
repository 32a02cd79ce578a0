/** Asks a CAPTCHA service (Cloudflare Turnstile or a compatible one) whether a token is valid. Any error counts as invalid. */
import { Agent, request } from 'undici'
import { fingerprint } from '../domain/ids.ts'
import type { Limiter } from './limiter.ts'

export type CaptchaConfig = {
  verifyUrl: URL
  secret: string
  /** Hosts whose pages may show the CAPTCHA. */
  hostnames: string[]
}

/** @returns whether the token is genuine, fresh, for this shop and unused */
export type VerifyCaptcha = (token: string | undefined, ip: string) => Promise<boolean>

const MAX_TOKEN = 2048
const MAX_AGE_MS = 300_000
const VERIFY_MS = 2000
/** The action that the shop's page names when it shows the CAPTCHA. */
const CHALLENGE_ACTION = 'pay'

/** Connects directly, like the whole BFF: never through a proxy from the environment. */
const straight = new Agent()

/** @param now Unix milliseconds */
export function createCaptcha(config: CaptchaConfig, limiter: Limiter, now: () => number): VerifyCaptcha {
  return async (token, ip) => {
    if (!token || token.length > MAX_TOKEN) return false
    // Counts before the answer is known, so that two concurrent requests can't share one token.
    if ((await limiter.add('challenge', fingerprint(token))) > 1) return false
    try {
      return isGood(await ask(config, token, ip), config, now())
    } catch {
      return false
    }
  }
}

type Verdict = { success?: unknown; action?: unknown; hostname?: unknown; challenge_ts?: unknown }

async function ask(config: CaptchaConfig, token: string, ip: string): Promise<Verdict> {
  const form = new URLSearchParams({ secret: config.secret, response: token, remoteip: ip })
  const response = await request(config.verifyUrl, {
    dispatcher: straight,
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
    signal: AbortSignal.timeout(VERIFY_MS),
  })
  if (response.statusCode !== 200) {
    await response.body.dump()
    return {}
  }
  return (await response.body.json()) as Verdict
}

function isGood(verdict: Verdict, config: CaptchaConfig, now: number): boolean {
  const age = now - Date.parse(String(verdict.challenge_ts))
  return (
    verdict.success === true &&
    verdict.action === CHALLENGE_ACTION &&
    config.hostnames.includes(String(verdict.hostname)) &&
    age < MAX_AGE_MS &&
    age > -MAX_AGE_MS
  )
}
