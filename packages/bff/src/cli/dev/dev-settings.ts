/** The folder of `paykka-bff dev`: keys, secrets, database, and the settings that other commands find there. */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { VARIABLES } from '../../config/variables.ts'

type Env = Record<string, string | undefined>

/** In the folder where the command runs. */
export const DEV_FOLDER = '.paykka'
const SETTINGS = 'settings.json'

export type DevOptions = {
  /** Origins of the shop, comma-separated. */
  shopUrl: string
  /** The shop's address for events. */
  events?: string
  port: number
  emulatorPort: number
}

export type DevSettings = {
  /** The variables of the BFF. */
  env: Record<string, string>
  /** Signs events, with and without an address for them. */
  eventsSecret: string
}

/** Ids of the emulator's one merchant. */
const ACCOUNT = { PAYKKA_APP_ID: '978594372956732', PAYKKA_MERCHANT_ID: '18356675194960' }

/** The environment may add these settings, for example CARD_ENTRY; the account, the keys and the database are the folder's. */
const OWN = /^(PAYKKA|BFF|DATABASE|REDIS|SHOP_EVENTS)_|^PORT$/

/** Creates the folder and its secrets on the first run, and keeps them. */
export function prepareDev(cwd: string, options: DevOptions, env: Env): DevSettings {
  const folder = resolve(cwd, DEV_FOLDER)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  // Git must not see the keys.
  writeFileSync(join(folder, '.gitignore'), '*\n')
  const eventsSecret = keptSecret(folder, 'events-secret', `whsec_${randomBytes(32).toString('base64')}`)
  const secretKey = keptSecret(folder, 'secret-key', randomBytes(32).toString('base64url'))
  const settings = {
    env: {
      ...PLEASANT,
      ...passedOn(env),
      ...accountOf(folder, options),
      BFF_PUBLIC_URL: `http://localhost:${options.port}`,
      BFF_ALLOWED_ORIGINS: originsOf(options.shopUrl).join(','),
      BFF_SECRET_KEYS: secretKey,
      DATABASE_URL: `sqlite:${join(folder, 'paykka.db')}`,
      PORT: String(options.port),
      ...(options.events ? { SHOP_EVENTS_URL: options.events, SHOP_EVENTS_SECRET: eventsSecret } : {}),
    },
    eventsSecret,
  }
  writeFileSync(join(folder, SETTINGS), `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 })
  return settings
}

const PLEASANT = {
  LOG_LEVEL: 'warn',
  SHUTDOWN_DRAIN_MS: '0',
  RATE_LIMIT_EXEMPT: '127.0.0.1,::1',
  HOSTED_METHODS: 'ideal:EUR,alipay_plus',
}

/** The variables of the emulator, and of the BFF's account there. */
function accountOf(folder: string, { emulatorPort }: DevOptions): Record<string, string> {
  const keys = join(folder, 'keys')
  return {
    ...ACCOUNT,
    EMULATOR_KEYS_DIR: keys,
    EMULATOR_PORT: String(emulatorPort),
    PAYKKA_API_URL: `http://127.0.0.1:${emulatorPort}`,
    PAYKKA_PRIVATE_KEY_FILE: join(keys, 'merchant-private.pem'),
    PAYKKA_PLATFORM_PUBLIC_KEY_FILE: join(keys, 'platform-public.pem'),
    PAYKKA_RESPONSE_SIGNATURE: 'enforce',
    PAYKKA_TIMEOUT_MS: '8000',
    // The emulator's word for it.
    PAYKKA_CHALLENGE_INDICATOR_REQUIRED: 'FORCE',
  }
}

function passedOn(env: Env): Record<string, string> {
  const names = Object.keys(VARIABLES).filter((name) => !OWN.test(name))
  return Object.fromEntries(names.flatMap((name) => (env[name] ? [[name, env[name]]] : [])))
}

/** @throws Error that names the wrong address */
function originsOf(shopUrl: string): string[] {
  return shopUrl.split(',').map((address) => {
    const url = URL.parse(address.trim())
    if (url && /^https?:$/.test(url.protocol)) return url.origin
    throw new Error(`--shop-url: "${address}" is no address of a shop, for example http://localhost:3000`)
  })
}

function keptSecret(folder: string, name: string, fresh: string): string {
  const file = join(folder, name)
  if (!existsSync(file)) writeFileSync(file, `${fresh}\n`, { mode: 0o600 })
  return readFileSync(file, 'utf8').trim()
}

/** @returns what `paykka-bff dev` wrote in this folder; undefined where it never ran */
export function readDev(cwd: string): DevSettings | undefined {
  const file = resolve(cwd, DEV_FOLDER, SETTINGS)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as DevSettings) : undefined
}

/** Each of these means that the environment names a BFF. */
const CHOSEN = ['PAYKKA_API_URL', 'BFF_PUBLIC_URL', 'BFF_SECRET_KEYS', 'DATABASE_URL'] as const

/**
 * Lets a command work on the BFF that `paykka-bff dev` runs in this folder, unless the environment names another one.
 * @param say writes to the operator, on standard error
 */
export function useDev(env: Env, cwd: string, say: (text: string) => void): void {
  if (CHOSEN.some((name) => env[name])) return
  const settings = readDev(cwd)
  if (!settings) return
  Object.assign(env, settings.env)
  say(`paykka-bff: using the settings of paykka-bff dev in ${DEV_FOLDER}`)
}
