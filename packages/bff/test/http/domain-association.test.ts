/** Apple's domain association file through the real listener. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { startWorld } from '../support/world.ts'

const PATH = '/.well-known/apple-developer-merchantid-domain-association'
const PATHS = [PATH, `${PATH}.txt`]

it.each(PATHS)('is served byte for byte, as text, to anyone: %s', async (path) => {
  const bytes = Buffer.concat([Buffer.from('\ufeff7B2270737049\r\n'), Buffer.from([0x00, 0xff, 0xfe, 0x0a])])
  const folder = mkdtempSync(join(tmpdir(), 'association-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'file')
  writeFileSync(file, bytes)
  const world = await startWorld({ listen: true, env: { APPLE_PAY_DOMAIN_ASSOCIATION_FILE: file } })
  const address = world.app.server.address() as { port: number }
  const response = await fetch(`http://127.0.0.1:${address.port}${path}`, { redirect: 'manual' })
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/plain'])
  expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true)
})

it.each(PATHS)('is not there when none is configured: %s', async (path) => {
  const world = await startWorld()
  const response = await world.app.inject({ url: path })
  expect([response.statusCode, response.json().code]).toEqual([404, 'not_found'])
})
