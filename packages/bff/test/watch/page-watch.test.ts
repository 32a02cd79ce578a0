/** A watched page: each change is reported, and an unchanged page never. Real Chromium, a page on this machine. */
import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compareStates, readPage } from '../../src/watch/page-state.ts'

const chromium = process.env.CHROME_PATH ?? '/usr/bin/chromium'
const GOOD = { script: 'window.a = 1', extra: '', policy: "script-src 'self' 'nonce-NONCE' 'unsafe-inline'" }
let served = { ...GOOD }
let loads = 0

const server = createServer((request, response) => {
  if (request.url === '/a.js')
    return void response.setHeader('content-type', 'text/javascript').end(served.script)
  loads++
  if (served.policy)
    response.setHeader('content-security-policy', served.policy.replace('NONCE', `n${loads}`))
  response.setHeader('content-type', 'text/html')
  response.end(`<!doctype html><title>x</title><script src="/a.js"></script>${served.extra}`)
})

describe.skipIf(!existsSync(chromium))('page-watch', () => {
  let address: URL
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    address = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  })
  afterAll(() => void server.close())

  it('reports every change, and nothing for an unchanged page', { timeout: 120_000 }, async () => {
    const approved = await readPage(address, chromium)
    const changes: [Partial<typeof GOOD>, string[]][] = [
      [{}, []],
      [{ script: 'window.a = 2' }, [`script changed: ${address.href}a.js`]],
      [{ extra: '<script>window.b = 1</script>' }, ['script new: inline 1']],
      [{ policy: '' }, ['header gone: content-security-policy']],
    ]
    for (const [change, reported] of changes) {
      served = { ...GOOD, ...change }
      expect(compareStates(approved, await readPage(address, chromium))).toEqual(reported)
    }
  })
})
