/** One emulator, BFF and shop on free ports, with everything they write in a separate folder. */
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import getPort from 'get-port'
import { buildApp } from '../../examples/frameworks/server/app.ts'
import { createBff } from '../../examples/frameworks/server/bff.ts'
import { buildPages } from '../../examples/frameworks/server/build.ts'
import { buildAll } from '../../scripts/build/build.ts'
import { startStack } from '../../scripts/processes/stack.ts'

/** What a test needs to know about the running servers. */
export type StackFacts = {
  shopUrl: string
  /** A small shop with one page per framework. */
  frameworksUrl: string
  bffUrl: string
  emulatorUrl: string
  secretKey: string
  databaseFile: string
  /** Everything the three servers print, the BFF at its most talkative. */
  logFile: string
}

/** The servers, and what ends them. */
export type Servers = Omit<StackFacts, 'frameworksUrl'> & { stop(): Promise<void> }
export type E2eStack = StackFacts & { stop(): Promise<void> }

/** How long the BFF waits for PayKKa here; a lost answer becomes `unknown` after it. */
const PAYKKA_TIMEOUT_MS = '2500'

export async function startE2eStack(): Promise<E2eStack> {
  await Promise.all([buildAll(), buildPages()])
  const port = await getPort()
  const frameworksUrl = `http://localhost:${port}`
  const servers = await startServers({ origins: [frameworksUrl] })
  const { bffUrl, secretKey } = servers
  const pages = await buildApp({ bff: createBff(bffUrl, secretKey), bffUrl, publicUrl: frameworksUrl })
  await pages.listen({ port })
  const stop = async () => {
    await pages.close()
    await servers.stop()
  }
  return { ...servers, frameworksUrl, stop }
}

/** Emulator, BFF and shop. `bff` are settings of the BFF, `origins` further storefronts it serves. */
export async function startServers({
  bff = {},
  origins = [],
}: {
  bff?: Record<string, string>
  origins?: string[]
}): Promise<Servers> {
  const dataDir = mkdtempSync(join(tmpdir(), 'paykka-e2e-'))
  const [emulatorPort, bffPort, shopPort] = await Promise.all([getPort(), getPort(), getPort()])
  const BFF_ALLOWED_ORIGINS = [`http://localhost:${shopPort}`, ...origins].join()
  const logFile = join(dataDir, 'servers.log')
  const clean = () => rmSync(dataDir, { recursive: true, force: true })
  const stack = await startStack({
    ports: { emulator: emulatorPort, bff: bffPort, shop: shopPort },
    dataDir,
    env: { bff: { PAYKKA_TIMEOUT_MS, LOG_LEVEL: 'trace', BFF_ALLOWED_ORIGINS, ...bff } },
    log: (server, line) => appendFileSync(logFile, `${server}: ${line}\n`),
  }).catch((error: unknown) => {
    clean()
    throw error
  })
  const { shopUrl, bffUrl, emulatorUrl, secretKey } = stack
  const stop = async () => {
    await stack.stop()
    clean()
  }
  const databaseFile = join(dataDir, 'paykka.db')
  return { shopUrl, bffUrl, emulatorUrl, secretKey, databaseFile, logFile, stop }
}
