/** A database that is gone without a word: nothing is refused and nothing closed, as when a network or a machine fails. */
import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { connect, createServer } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { sealCard } from '../support/seal.ts'
import { shop, shopper, startWorld } from '../support/world.ts'
import { postgresOfFile } from './postgres-of-file.ts'

const postgres = postgresOfFile()

/** A proxy before a server that can fall silent: for all, and later for those it had connected before. */
async function silentProxy(port: number) {
  const old: Socket[] = []
  let silent = false
  const join = (client: Socket) => {
    const server = connect(port, '127.0.0.1')
    for (const socket of [client, server]) socket.on('error', () => {})
    old.push(client, server)
    if (!silent) client.pipe(server).pipe(client)
  }
  const proxy = createServer(join).listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  onTestFinished(() => {
    for (const socket of old) socket.destroy()
    proxy.close()
  })
  return {
    port: (proxy.address() as AddressInfo).port,
    fallSilent: () => {
      silent = true
      for (const socket of old) socket.unpipe().pause()
    },
    /** Another server has taken over: it takes new connections and knows nothing of the old ones. */
    failOver: () => {
      silent = false
    },
  }
}

async function worldBehindProxy() {
  const url = new URL(await postgres().createDatabase())
  const proxy = await silentProxy(Number(url.port))
  url.host = `127.0.0.1:${proxy.port}`
  const world = await startWorld({ env: { DATABASE_URL: url.href, DATABASE_TIMEOUT_MS: '400' } })
  return { world, proxy }
}

it('answers everyone, sends nothing, and goes on with the server that takes over', async () => {
  const { world, proxy } = await worldBehindProxy()
  const checkout = await shop(world).create()
  const buyer = shopper(world, checkout)
  const { version, cardKey } = await buyer.read()
  const iat = Math.floor(world.clock.now() / 1000)
  const sealed = await sealCard(cardKey, { checkout: checkout.id, iat })
  proxy.fallSilent()
  const answers = await Promise.all(
    Array.from({ length: 30 }, () => buyer.pay({ sealed, body: { version } })),
  )
  expect(new Set(answers.map((answer) => `${answer.statusCode} ${answer.json().code}`))).toEqual(
    new Set(['503 busy']),
  )
  expect(world.emulator.ledger().requests).toEqual({})
  proxy.failOver()
  expect((await buyer.pay()).json().payment.status).toBe('succeeded')
  expect(world.emulator.ledger().orders).toHaveLength(1)
}, 60_000)
