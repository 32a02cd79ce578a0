/** The built BFF exactly as it is deployed, with nothing of the tests loaded into it, and a mock of PayKKa. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import getPort from 'get-port'
import type { MockGateway } from '../bff/mock-gateway.ts'
import { startMockGateway } from '../bff/mock-gateway.ts'
import type { Process } from '../bff/processes.ts'
import { startProcess } from '../bff/processes.ts'
import type { Keys } from '../bff/settings.ts'
import { environment, makeKeys } from '../bff/settings.ts'

type Deployed = {
  /** Starts another BFF on the same database. */
  start(env?: Record<string, string>): Promise<Process>
  keys: Keys
  gateway: MockGateway
  /** Address of the database. */
  databaseUrl: string
}

/**
 * @param run ends before the database is removed
 * @param elsewhere a PostgreSQL database, whose BFFs may run on any core; without it there is a file and one core
 */
export async function withDeployedBff<T>(
  run: (deployed: Deployed) => Promise<T>,
  elsewhere?: string,
): Promise<T> {
  const keys = makeKeys()
  const gateway = await startMockGateway(keys.platform.privateKey)
  const directory = mkdtempSync(join(tmpdir(), 'paykka-bench-'))
  const started: Process[] = []
  const databaseUrl = elsewhere ?? `sqlite:${join(directory, 'paykka.db')}`
  const start = async (env = {}) => {
    const own = environment(keys, gateway, databaseUrl, await getPort())
    const server = await startProcess('bff', { ...own, ...env }, elsewhere ? false : undefined)
    started.push(server)
    return server
  }
  try {
    return await run({ start, keys, gateway, databaseUrl })
  } finally {
    await Promise.all(started.map((server) => server.kill()))
    await gateway.close()
    rmSync(directory, { recursive: true, force: true })
  }
}
