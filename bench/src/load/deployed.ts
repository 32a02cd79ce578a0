/** The built BFF exactly as it is deployed, with nothing of the tests loaded into it, and a mock of PayKKa. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startMockGateway } from '../bff/mock-gateway.ts'
import type { Process } from '../bff/processes.ts'
import { freePort, startProcess } from '../bff/processes.ts'
import { environment, makeKeys } from '../bff/settings.ts'

/** @param run gets what starts a BFF on one ledger; it is over before the ledger goes */
export async function withDeployedBff<T>(
  run: (start: (env?: Record<string, string>) => Promise<Process>) => Promise<T>,
): Promise<T> {
  const keys = makeKeys()
  const gateway = await startMockGateway(keys.platform.privateKey)
  const directory = mkdtempSync(join(tmpdir(), 'paykka-bench-'))
  const started: Process[] = []
  const ledger = `sqlite:${join(directory, 'ledger.db')}`
  const start = async (env = {}) => {
    const own = environment(keys, gateway, ledger, await freePort())
    const server = await startProcess('bff', { ...own, ...env })
    started.push(server)
    return server
  }
  try {
    return await run(start)
  } finally {
    await Promise.all(started.map((server) => server.kill()))
    await gateway.close()
    rmSync(directory, { recursive: true, force: true })
  }
}
