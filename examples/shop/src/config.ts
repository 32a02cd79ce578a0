/** Reads the shop's settings from the environment and names everything that is wrong with them at once. */

export type ShopConfig = {
  host: string
  port: number
  /** The shop's own address as browsers see it. */
  publicUrl: string
  /** The checkout BFF, reached by this server and by browsers. */
  bffUrl: string
  secretKey: string
  /** Checks the BFF's events; without it the shop takes none. */
  eventsSecret: string | undefined
  /** How long a shopper has to pay. */
  checkoutSeconds: number
  /** The PayKKa emulator, where one plays PayKKa: pages then get doubles of the wallets. Never set it on a live shop. */
  emulatorUrl: string | undefined
  /** Test cards belong on a demo's page, never on a live shop's. */
  showTestCards: boolean
  /** Shows capture, refund and charges on the order page. There is no sign-in here, so only where one plays alone. */
  backOffice: boolean
}

export class ConfigError extends Error {
  override name = 'ConfigError'
}

type Environment = Partial<Record<string, string>>

export function readConfig(env: Environment): ShopConfig {
  const problems: string[] = []
  const config = {
    host: env.SHOP_HOST || '127.0.0.1',
    port: readNumber(env, 'SHOP_PORT', { fallback: 4000, min: 1, max: 65_535 }, problems),
    publicUrl: readOrigin(env, 'SHOP_PUBLIC_URL', 'http://localhost:4000', problems),
    bffUrl: readOrigin(env, 'BFF_URL', 'http://localhost:4020', problems),
    secretKey: readSecret(env, problems),
    eventsSecret: readEventsSecret(env, problems),
    checkoutSeconds: readNumber(
      env,
      'SHOP_CHECKOUT_SECONDS',
      { fallback: 3600, min: 60, max: 86_400 },
      problems,
    ),
    emulatorUrl: env.EMULATOR_URL ? readOrigin(env, 'EMULATOR_URL', '', problems) : undefined,
    showTestCards: env.SHOP_TEST_CARDS !== 'off',
    backOffice: false,
  }
  config.backOffice = env.SHOP_BACK_OFFICE ? env.SHOP_BACK_OFFICE === 'on' : isLoopback(config.publicUrl)
  if (problems.length > 0) throw new ConfigError(`The shop cannot start: ${problems.join('; ')}.`)
  return config
}

const isLoopback = (url: string) => /^(localhost|127\.0\.0\.1|\[::1\])$/.test(new URL(url).hostname)

type NumberRule = { fallback: number; min: number; max: number }

function readNumber(env: Environment, name: string, rule: NumberRule, problems: string[]): number {
  const text = env[name]
  if (!text) return rule.fallback
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (value >= rule.min && value <= rule.max) return value
  problems.push(`${name} must be a number from ${rule.min} to ${rule.max}`)
  return rule.fallback
}

function readOrigin(env: Environment, name: string, fallback: string, problems: string[]): string {
  const text = env[name] || fallback
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isOrigin = url && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search
  if (isOrigin) return url.origin
  problems.push(`${name} must be an http(s) address without a path, for example ${fallback}`)
  return fallback
}

/** The key's value never appears in a message. */
function readSecret(env: Environment, problems: string[]): string {
  const secret = env.BFF_SECRET_KEY ?? ''
  if (/^[\x21-\x7e]{32,}$/.test(secret)) return secret
  problems.push('BFF_SECRET_KEY must be one of the BFF’s secret keys (32 characters or more)')
  return ''
}

function readEventsSecret(env: Environment, problems: string[]): string | undefined {
  const secret = env.SHOP_EVENTS_SECRET
  if (!secret) return undefined
  if (/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/.test(secret)) return secret
  problems.push('SHOP_EVENTS_SECRET must be the BFF’s, whsec_ and Base64')
  return undefined
}
