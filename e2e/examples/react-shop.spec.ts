/** A shop in React of under sixty lines in an empty folder: its own test pays on every version of Node. */
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import getPort from 'get-port'
import {
  installReactShop,
  linesOfReactShop,
  runReactShop,
  VERSIONS,
} from '../../scripts/packages-test/react-shop.ts'
import { startServer } from '../../scripts/processes/children.ts'
import { findChromium } from '../../scripts/programs/chromium.ts'
import { exampleFacts } from '../support/examples-setup.ts'

test('the shop in React takes less than sixty lines', () => {
  expect(linesOfReactShop()).toBeLessThan(60)
})

for (const [name, versions] of Object.entries(VERSIONS))
  test(`the shop in React, with ${name}`, async () => {
    test.setTimeout(300_000)
    const { packed } = exampleFacts()
    const folder = await installReactShop(packed, versions())
    const [port, bff, emulator] = [await getPort(), await getPort(), await getPort()]
    const cli = join(packed.folder, 'node_modules', '@paykka-checkout', 'bff', 'dist', 'cli', 'main.js')
    const ports = ['--port', String(bff), '--emulator-port', String(emulator)]
    const cwd = mkdtempSync(join(packed.folder, 'dev-'))
    const lines: string[] = []
    const dev = await startServer({
      name: 'paykka-bff dev',
      args: [cli, 'dev', '--shop-url', `http://localhost:${port}`, ...ports],
      cwd,
      env: {},
      readyUrl: `http://localhost:${bff}/readyz`,
      log: (line) => lines.push(line),
    })
    try {
      await expect.poll(() => Object.keys(pasted(lines))).toHaveLength(3)
      const env = { ...pasted(lines), PORT: String(port), CHROME_PATH: await findChromium() }
      const { code, output } = await runReactShop(folder, versions().node, env)
      expect(code, output).toBe(0)
      expect(output).toContain('1 passed')
    } finally {
      await dev.stop()
    }
  })

/** The printed block, as a developer pastes it into `.env`. */
function pasted(lines: string[]): Record<string, string> {
  const pairs = lines.flatMap((line) => {
    const [, name, value] = /^([A-Z_]+)=(\S+)$/.exec(line.trim()) ?? []
    return name && value ? [[name, value] as const] : []
  })
  return Object.fromEntries(pairs)
}
