/** The example shops, each started as its README says, all with one BFF and emulator; last, one made of the packed packages. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import getPort from 'get-port'
import { buildAll } from '../../scripts/build/build.ts'
import type { Consumer } from '../../scripts/packages-test/consumer.ts'
import { installConsumer } from '../../scripts/packages-test/consumer.ts'
import { inRoot } from '../../scripts/paths.ts'
import type { RunningServer, ServerSpec } from '../../scripts/processes/children.ts'
import { startServer } from '../../scripts/processes/children.ts'
import { run } from '../../scripts/processes/run.ts'
import type { Stack } from '../../scripts/processes/stack.ts'
import { startStack } from '../../scripts/processes/stack.ts'
import { findPhp } from '../../scripts/programs/php.ts'

export const EXAMPLES = [
  'plain-html',
  'server-rendered',
  'nextjs',
  'express',
  'php',
  'fastify-plugin',
  'tarballs',
] as const
export type ExampleName = (typeof EXAMPLES)[number]
export type ExampleUrls = Record<ExampleName, string>

export type Examples = {
  urls: ExampleUrls
  emulatorUrl: string
  /** Where the packed packages are installed. */
  packed: Pick<Consumer, 'folder' | 'tarballs'>
  stop(): Promise<void>
}

const NO_TELEMETRY = { NEXT_TELEMETRY_DISABLED: '1' }
/** Shared with the BFF, which signs events with it. */
const EVENTS_SECRET = `whsec_${Buffer.alloc(32, 5).toString('base64')}`

export async function startExamples(): Promise<Examples> {
  await buildAll()
  const consumer = await installConsumer()
  const dataDir = mkdtempSync(join(tmpdir(), 'paykka-examples-'))
  const [emulator, bff, shop] = await Promise.all([getPort(), getPort(), getPort()])
  const ports = await Promise.all(EXAMPLES.map(() => getPort()))
  const urls = Object.fromEntries(
    EXAMPLES.map((name, index) => [name, `http://localhost:${ports[index]}`]),
  ) as ExampleUrls
  const stack = await startStack({
    ports: { emulator, bff, shop },
    dataDir,
    env: {
      bff: {
        BFF_ALLOWED_ORIGINS: Object.values(urls).join(','),
        SHOP_EVENTS_URL: `${urls.express}/events`,
        SHOP_EVENTS_SECRET: EVENTS_SECRET,
      },
    },
  })
  const running: RunningServer[] = []
  const stop = async () => {
    for (const server of running) await server.stop()
    await stack.stop()
    consumer.remove()
    rmSync(dataDir, { recursive: true, force: true })
  }
  try {
    for (const name of EXAMPLES)
      running.push(await startServer(await specOf(name, urls[name], { stack, dataDir, consumer })))
  } catch (error) {
    await stop()
    throw error
  }
  const { folder, tarballs } = consumer
  return { urls, emulatorUrl: stack.emulatorUrl, packed: { folder, tarballs }, stop }
}

type Surroundings = { stack: Stack; dataDir: string; consumer: Consumer }

async function specOf(name: ExampleName, url: string, around: Surroundings): Promise<ServerSpec> {
  const { port } = new URL(url)
  const { stack, consumer } = around
  const common = {
    name,
    cwd: inRoot('examples', name),
    readyUrl: url,
    log: (line: string) => process.stderr.write(`${name}: ${line}\n`),
    env: {
      PORT: port,
      BFF_URL: stack.bffUrl,
      BFF_SECRET_KEY: stack.secretKey,
      ...NO_TELEMETRY,
    },
  }
  if (name === 'php')
    return { ...common, command: await findPhp(), args: ['-S', `localhost:${port}`, 'index.php'] }
  if (name === 'express')
    return { ...common, args: ['server.js'], env: { ...common.env, SHOP_EVENTS_SECRET: EVENTS_SECRET } }
  if (name === 'nextjs') return { ...common, args: [await buildNext(common.cwd), 'start'] }
  if (name === 'tarballs') {
    const bff = await getPort()
    const env = { ...common.env, ...ownBff(String(bff), around) }
    return { ...common, cwd: consumer.folder, args: ['shop.js'], env }
  }
  if (name !== 'fastify-plugin') return { ...common, args: ['server.js'] }
  return { ...common, args: ['server.js'], env: { ...common.env, ...ownBff(port, around) } }
}

/** A Next.js shop is built before it starts. @returns the program that starts it */
async function buildNext(cwd: string): Promise<string> {
  const next = join(cwd, 'node_modules', 'next', 'dist', 'bin', 'next')
  const { code, output } = await run(process.execPath, [next, 'build'], { cwd, env: NO_TELEMETRY })
  if (code !== 0) throw new Error(output)
  return next
}

/** These run their own BFF, with its own database. */
function ownBff(port: string, { stack, dataDir }: Surroundings): Record<string, string> {
  return {
    BFF_URL: `http://127.0.0.1:${port}`,
    PAYKKA_API_URL: stack.emulatorUrl,
    PAYKKA_APP_ID: '978594372956732',
    PAYKKA_MERCHANT_ID: '18356675194960',
    PAYKKA_PRIVATE_KEY_FILE: join(dataDir, 'keys', 'merchant-private.pem'),
    PAYKKA_PLATFORM_PUBLIC_KEY_FILE: join(dataDir, 'keys', 'platform-public.pem'),
    PAYKKA_RESPONSE_SIGNATURE: 'enforce',
    DATABASE_URL: `sqlite:${join(dataDir, `${port}.db`)}`,
    LOG_LEVEL: 'warn',
  }
}
