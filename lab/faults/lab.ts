/** A deployment for fault injection: PayKKa's emulator behind a proxy, a database, and any number of BFFs. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import getPort from 'get-port'
import type { PostgresServer } from '../../packages/bff/test/database/postgres-server.ts'
import { ecPair } from '../../packages/bff/test/support/keys.ts'
import { APP_ID, MERCHANT_ID } from '../../packages/bff/test/support/merchant.ts'
import { BFF_BUNDLE } from '../../scripts/paths.ts'
import { SECRET_KEY, SHOP_ORIGIN } from '../chaos/shopper.ts'
import type { Bff, Launch } from './bff.ts'
import { awaitLight, launchBff } from './bff.ts'
import type { EmulatorProcess } from './emulator.ts'
import type { WorldOptions } from './fault.ts'
import type { Certificates } from './injectors/certificates.ts'
import { makeCertificates } from './injectors/certificates.ts'
import type { FakeClock } from './injectors/clock.ts'
import { makeClock } from './injectors/clock.ts'
import type { Disk } from './injectors/disk.ts'
import { mountDisk } from './injectors/disk.ts'
import type { GatewayProxy } from './injectors/proxy.ts'
import { startProxy } from './injectors/proxy.ts'
import type { RedisServer } from './injectors/redis.ts'
import { startRedis } from './injectors/redis.ts'
import { startNode } from './program.ts'
import type { Shop } from './shop.ts'
import { openShop } from './shop.ts'

/** What all faults of a run share. */
export type Ground = { emulator: EmulatorProcess; keysDir: string; postgres(): Promise<PostgresServer> }

export type Lab = Shop & {
  dir: string
  /** The SQLite database; nothing lies there when the database is PostgreSQL. */
  file: string
  databaseUrl: string
  emulator: EmulatorProcess
  proxy: GatewayProxy
  /** Each throws when the world of this fault has none. */
  postgres(): PostgresServer
  redis(): RedisServer
  clock(): FakeClock
  disk(): Disk
  certificates(): Certificates
  /** The one that browsers reach. */
  bff(): Bff
  /** Starts a BFF in the place of the last one, without waiting. */
  launch(change?: Partial<Launch>): Bff
  /** The same, until it is ready. @throws Error with its last words when it does not get so far */
  start(change?: Partial<Launch>): Promise<Bff>
  /** One more, on its own port; browsers do not reach it. */
  another(change?: Partial<Launch>): Promise<Bff>
  /** Runs a command of `paykka-bff` with the settings of the BFF. @returns its exit code and what it wrote */
  command(
    args: readonly string[],
    env?: Record<string, string>,
  ): Promise<{ code: number | null; text: string }>
  /** @returns how many lines all BFFs wrote until now */
  mark(): number[]
  /** @returns what all BFFs wrote since, and all commands */
  since(mark: readonly number[]): string[]
  close(): Promise<void>
}

const READY_MS = 30_000

export async function openLab(ground: Ground, options: WorldOptions = {}): Promise<Lab> {
  const { emulator } = ground
  await emulator.reset()
  const dir = mkdtempSync(join(tmpdir(), 'paykka-lab-'))
  const disk = options.diskMb ? await mountDisk(join(dir, 'disk'), options.diskMb) : undefined
  const data = disk?.path ?? join(dir, 'data')
  mkdirSync(data, { recursive: true })
  const certificates = options.tls ? await makeCertificates(dir) : undefined
  const proxy = await startProxy(emulator.port, await getPort(), certificates?.valid)
  const redis = options.redis ? await startRedis(dir) : undefined
  const clock = options.clock ? makeClock(dir) : undefined
  const postgres = options.database === 'postgres' ? await ground.postgres() : undefined
  const file = join(data, 'paykka.db')
  const databaseUrl = (await postgres?.createDatabase()) ?? `sqlite:${file}`
  const port = await getPort()
  const env = {
    ...settings(ground.keysDir, proxy.url, port, databaseUrl),
    ...(options.naive ? { CHAOS_NAIVE_KEY: naiveKey() } : {}),
    ...(redis ? { REDIS_URL: redis.url } : {}),
    ...(certificates ? { NODE_EXTRA_CA_CERTS: certificates.authority } : {}),
    ...clock?.env,
    ...options.env,
  }
  if (options.noNotifications)
    await emulator.faults({ match: { path: NOTICES }, times: 0, fault: { type: 'notice', kind: 'lost' } })
  const bffs: Bff[] = []
  const commands: string[] = []
  const usual = { port, naive: options.naive ?? false, probe: options.probe ?? '/readyz' }
  const launch = (change: Partial<Launch> = {}) => {
    const bff = launchBff({ ...usual, ...change, env: { ...env, ...change.env } })
    bffs.push(bff)
    return bff
  }
  const start = async (change: Partial<Launch> = {}) => {
    const bff = launch(change)
    const seen = await awaitLight(bff, ['green', 'off'], READY_MS)
    if (seen.light !== 'green') throw new Error(`the BFF is ${seen.light}: ${seen.detail}`)
    return bff
  }
  const current = () =>
    need(
      bffs.findLast((bff) => bff.port === port),
      'a BFF',
    )
  return {
    ...openShop(() => `http://127.0.0.1:${port}`),
    dir,
    file,
    databaseUrl,
    emulator,
    proxy,
    postgres: () => need(postgres, 'PostgreSQL'),
    redis: () => need(redis, 'Redis'),
    clock: () => need(clock, 'a clock'),
    disk: () => need(disk, 'a disk'),
    certificates: () => need(certificates, 'certificates'),
    bff: current,
    launch,
    start,
    another: async (change) => start({ ...change, port: await getPort() }),
    command: async (args, more = {}) => {
      const program = startNode([BFF_BUNDLE, ...args], { ...env, ...more })
      const code = await program.ended
      commands.push(...program.lines)
      return { code, text: program.lines.join('\n') }
    },
    mark: () => bffs.map(({ lines }) => lines.length),
    since: (mark) => [...bffs.flatMap(({ lines }, index) => lines.slice(mark[index] ?? 0)), ...commands],
    close: async () => {
      for (const bff of bffs) {
        bff.signal('SIGCONT')
        await bff.kill()
      }
      await proxy.close()
      await redis?.stop()
      await disk?.unmount()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

const NOTICES = '/paykka/notifications'

const naiveKey = () => JSON.stringify(ecPair('naive').privateKey.export({ format: 'jwk' }))

function need<T>(found: T | undefined, what: string): T {
  if (found === undefined) throw new Error(`there is no ${what} in this world`)
  return found
}

function settings(
  keysDir: string,
  gateway: string,
  port: number,
  databaseUrl: string,
): Record<string, string> {
  return {
    PAYKKA_API_URL: gateway,
    PAYKKA_APP_ID: APP_ID,
    PAYKKA_MERCHANT_ID: MERCHANT_ID,
    PAYKKA_PRIVATE_KEY: readFileSync(join(keysDir, 'merchant-private.pem'), 'utf8'),
    PAYKKA_PLATFORM_PUBLIC_KEY: readFileSync(join(keysDir, 'platform-public.pem'), 'utf8'),
    PAYKKA_RESPONSE_SIGNATURE: 'enforce',
    PAYKKA_TIMEOUT_MS: '1500',
    BFF_MASTER_KEY: 'master-key-of-the-laboratory-0123456789',
    BFF_ALLOWED_ORIGINS: SHOP_ORIGIN,
    BFF_SECRET_KEYS: SECRET_KEY,
    BFF_PUBLIC_URL: `http://127.0.0.1:${port}`,
    DATABASE_URL: databaseUrl,
    SHUTDOWN_DRAIN_MS: '500',
    RATE_LIMIT_EXEMPT: '127.0.0.1,::1',
    METRICS_TOKEN: 'token-of-the-laboratory-for-metrics',
    LOG_LEVEL: 'warn',
  }
}
