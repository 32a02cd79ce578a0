/** The whole demo: emulator, BFF and shop, started in order and stopped together. Used by `npm start` and by the end-to-end tests. */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { BFF_BUNDLE, inRoot, ROOT, SHOP_SERVER } from '../paths.ts'
import type { RunningServer, ServerSpec } from './children.ts'
import { startServer } from './children.ts'
import { explainTakenPorts } from './ports.ts'

export type StackPorts = { emulator: number; bff: number; shop: number }

type StackOptions = {
  ports?: Partial<StackPorts>
  /** More settings, or other ones, for a single server. */
  env?: { emulator?: Record<string, string>; bff?: Record<string, string>; shop?: Record<string, string> }
  /** Storefronts beside the demo shop that the BFF allows, comma-separated. */
  origins?: string
  /** Keys, secret and database. */
  dataDir?: string
  /** Gets each line a server prints. */
  log?: (server: string, line: string) => void
  /** Ends a start that is still under way. */
  signal?: AbortSignal
}

export type Stack = {
  shopUrl: string
  bffUrl: string
  emulatorUrl: string
  secretKey: string
  /** Settles with one sentence when a server ends by itself; never rejects. */
  died: Promise<string>
  stop(): Promise<void>
}

export const DEFAULT_PORTS: StackPorts = { emulator: 4010, bff: 4020, shop: 4000 }

/** Ids of the emulator's one merchant. */
const APP_ID = '978594372956732'
const MERCHANT_ID = '18356675194960'

export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const ports = { ...DEFAULT_PORTS, ...options.ports }
  await refuseTakenPorts(ports)
  const dataDir = resolve(ROOT, options.dataDir ?? join('data', 'demo'))
  const plan = {
    ports,
    dataDir,
    keysDir: join(dataDir, 'keys'),
    secretKey: readSecretKey(dataDir),
    eventsSecret: readEventsSecret(dataDir),
    options,
  }
  const running: RunningServer[] = []
  const stop = async () => {
    for (const server of running.toReversed()) await server.stop()
  }
  try {
    for (const spec of [emulatorSpec(plan), bffSpec(plan), shopSpec(plan)])
      running.push(await startServer(spec))
  } catch (error) {
    await stop()
    throw error
  }
  const died = Promise.race(running.map((server) => server.died))
  return { ...urlsOf(ports), secretKey: plan.secretKey, died, stop }
}

export async function refuseTakenPorts(ports: StackPorts): Promise<void> {
  const problem = await explainTakenPorts([
    { name: 'emulator', port: ports.emulator, variable: 'EMULATOR_PORT' },
    { name: 'BFF', port: ports.bff, variable: 'BFF_PORT' },
    { name: 'shop', port: ports.shop, variable: 'SHOP_PORT' },
  ])
  if (problem) throw new Error(problem)
}

/** Made once and kept, so that a checkout made before a restart can still be asked for. */
function readSecret(dataDir: string, name: string, make: () => string): string {
  const file = join(dataDir, name)
  mkdirSync(dataDir, { recursive: true })
  if (!existsSync(file)) writeFileSync(file, make(), { mode: 0o600 })
  return readFileSync(file, 'utf8').trim()
}

const readSecretKey = (dataDir: string) =>
  readSecret(dataDir, 'secret-key', () => randomBytes(32).toString('base64url'))

/** In the form of Standard Webhooks. */
const readEventsSecret = (dataDir: string) =>
  readSecret(dataDir, 'events-secret', () => `whsec_${randomBytes(32).toString('base64')}`)

const urlsOf = (ports: StackPorts) => ({
  emulatorUrl: `http://127.0.0.1:${ports.emulator}`,
  bffUrl: `http://localhost:${ports.bff}`,
  shopUrl: `http://localhost:${ports.shop}`,
})

type Plan = {
  ports: StackPorts
  dataDir: string
  keysDir: string
  secretKey: string
  eventsSecret: string
  options: StackOptions
}

function emulatorSpec({ ports, keysDir, options }: Plan): ServerSpec {
  const env = {
    EMULATOR_PORT: String(ports.emulator),
    EMULATOR_KEYS_DIR: keysDir,
    LOG_LEVEL: 'warn',
    ...options.env?.emulator,
  }
  const readyUrl = `http://127.0.0.1:${ports.emulator}/healthz`
  return {
    name: 'emulator',
    args: [BFF_BUNDLE, 'emulator'],
    cwd: ROOT,
    env,
    readyUrl,
    log: logFor('emulator', options),
  }
}

function bffSpec(plan: Plan): ServerSpec {
  const { ports, options } = plan
  const readyUrl = `http://127.0.0.1:${ports.bff}/readyz`
  const env = { ...bffEnv(plan), ...options.env?.bff }
  return { name: 'BFF', args: [BFF_BUNDLE, 'start'], cwd: ROOT, env, readyUrl, log: logFor('bff', options) }
}

function bffEnv({ ports, dataDir, keysDir, secretKey, eventsSecret, options }: Plan): Record<string, string> {
  const { emulatorUrl, bffUrl, shopUrl } = urlsOf(ports)
  return {
    PAYKKA_API_URL: emulatorUrl,
    PAYKKA_APP_ID: APP_ID,
    PAYKKA_MERCHANT_ID: MERCHANT_ID,
    PAYKKA_PRIVATE_KEY_FILE: join(keysDir, 'merchant-private.pem'),
    PAYKKA_PLATFORM_PUBLIC_KEY_FILE: join(keysDir, 'platform-public.pem'),
    PAYKKA_RESPONSE_SIGNATURE: 'enforce',
    PAYKKA_TIMEOUT_MS: '8000',
    // The emulator's word for it.
    PAYKKA_CHALLENGE_INDICATOR_REQUIRED: 'FORCE',
    BFF_PUBLIC_URL: bffUrl,
    BFF_ALLOWED_ORIGINS: [shopUrl, options.origins].filter(Boolean).join(','),
    BFF_SECRET_KEYS: secretKey,
    // The demo is tried out from this machine, again and again.
    SHUTDOWN_DRAIN_MS: '0',
    RATE_LIMIT_EXEMPT: '127.0.0.1,::1',
    // The emulator plays Apple and Google, too.
    APPLE_PAY_DOMAIN: new URL(shopUrl).hostname,
    APPLE_PAY_DISPLAY_NAME: 'Demo shop',
    GOOGLE_PAY_MERCHANT_ID: 'EMULATOR',
    GOOGLE_PAY_MERCHANT_NAME: 'Demo shop',
    HOSTED_METHODS: 'ideal:EUR,alipay_plus',
    SHOP_EVENTS_URL: `${shopUrl}/events`,
    SHOP_EVENTS_SECRET: eventsSecret,
    DATABASE_URL: `sqlite:${join(dataDir, 'paykka.db')}`,
    PORT: String(ports.bff),
    LOG_LEVEL: 'warn',
  }
}

function shopSpec({ ports, secretKey, eventsSecret, options }: Plan): ServerSpec {
  const { bffUrl, shopUrl, emulatorUrl } = urlsOf(ports)
  const env = {
    SHOP_PORT: String(ports.shop),
    SHOP_PUBLIC_URL: shopUrl,
    BFF_URL: bffUrl,
    BFF_SECRET_KEY: secretKey,
    EMULATOR_URL: emulatorUrl,
    SHOP_EVENTS_SECRET: eventsSecret,
    ...options.env?.shop,
  }
  const readyUrl = `http://localhost:${ports.shop}/healthz`
  const cwd = inRoot('examples', 'shop')
  return { name: 'shop', args: [SHOP_SERVER], cwd, env, readyUrl, log: logFor('shop', options) }
}

const logFor =
  (server: string, { log }: StackOptions) =>
  (line: string) =>
    log?.(server, line)
