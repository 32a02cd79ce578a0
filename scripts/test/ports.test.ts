/** If a port is in use, one line says so before anything starts. */
import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { explainTakenPorts, isPortFree, readPort } from '../processes/ports.ts'

test('names the taken port, whose it is, and what to do', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const wanted = [{ name: 'shop', port, variable: 'SHOP_PORT' }]
  const message = await explainTakenPorts(wanted)
  expect(message ?? '').toMatch(new RegExp(`^Port ${port} \\(shop\\) is taken\\. .*SHOP_PORT`))
  server.close()
  await once(server, 'close')
  expect(await isPortFree(port)).toBe(true)
  expect(await explainTakenPorts(wanted)).toBe(undefined)
})

test('readPort takes only port numbers', () => {
  expect(readPort(undefined, 'SHOP_PORT', 4000)).toBe(4000)
  expect(readPort('8080', 'SHOP_PORT', 4000)).toBe(8080)
  for (const text of ['0', '65536', '80a', '-1', '1e3']) {
    expect(() => readPort(text, 'SHOP_PORT', 4000)).toThrow(/SHOP_PORT must be a port number/)
  }
})
