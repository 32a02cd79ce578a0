/** One bit of a signed message turned over: no verifier may still take it for genuine. */
import { randomInt } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { SignedParts } from '../../packages/bff/src/paykka/signature.ts'
import { sign, verify } from '../../packages/bff/src/paykka/signature.ts'
import { rsaPair } from '../../packages/bff/test/support/keys.ts'
import { MERCHANT_ID } from '../../packages/bff/test/support/merchant.ts'
import { sealCard } from '../../packages/bff/test/support/seal.ts'
import { platformSign, shop, shopper, startWorld } from '../../packages/bff/test/support/world.ts'

const { privateKey, publicKey } = rsaPair('merchant')
const PARTS: SignedParts = {
  method: 'POST',
  path: '/v3/payment/acq',
  timestamp: '1764043511000',
  nonce: '0f8fad5bd9cb469fa165708673f7e0b0',
  body: Buffer.from('{"merchant_id":"18356675194960","trans_id":"ABCD","amount":1099,"currency":"EUR"}'),
}

function flip(bytes: Uint8Array): Buffer {
  const copy = Buffer.from(bytes)
  const place = randomInt(copy.length)
  copy[place] = (copy[place] ?? 0) ^ (1 << randomInt(8))
  return copy
}

describe('10,000 flipped bits', () => {
  it('of a request or an answer: none is accepted, and the untouched one is', async () => {
    const header = await sign(PARTS, privateKey)
    const signature = Buffer.from(decodeURIComponent(header), 'base64')
    let accepted = 0
    for (let count = 0; count < 10_000; count++) {
      const where = count % 4
      const text = (part: string) => flip(Buffer.from(part)).toString('latin1')
      const changed = {
        ...PARTS,
        ...(where === 0 ? { body: flip(PARTS.body) } : {}),
        ...(where === 1 ? { timestamp: text(PARTS.timestamp) } : {}),
        ...(where === 2 ? { nonce: text(PARTS.nonce) } : {}),
      }
      const shown = where === 3 ? encodeURIComponent(flip(signature).toString('base64')) : header
      if (verify(changed, shown, [publicKey])) accepted++
    }
    expect(accepted).toBe(0)
    expect(verify(PARTS, header, [publicKey])).toBe(true)
  })

  it('of a path: only the case of the method is not covered twice', async () => {
    const header = await sign(PARTS, privateKey)
    for (let place = 0; place < PARTS.path.length; place++) {
      for (let bit = 0; bit < 7; bit++) {
        const bytes = Buffer.from(PARTS.path)
        bytes[place] = (bytes[place] ?? 0) ^ (1 << bit)
        expect(verify({ ...PARTS, path: bytes.toString('latin1') }, header, [publicKey])).toBe(false)
      }
    }
  })
})

describe('hundreds of flipped bits, through the routes', () => {
  it('of a notification: none is stored', async () => {
    const world = await startWorld()
    const path = '/paykka/notifications'
    const body = JSON.stringify({
      notify_type: 'PAYMENT.SUCCESS',
      merchant_id: MERCHANT_ID,
      trans_id: 'T1',
    })
    const headers = { ...platformSign(world, path, body), 'content-type': 'application/json' }
    for (let count = 0; count < 500; count++) {
      const response = await world.app.inject({
        method: 'POST',
        url: path,
        headers,
        payload: flip(Buffer.from(body)),
      })
      expect([400, 401]).toContain(response.statusCode)
    }
    const rows = () => world.database.db.selectFrom('notices').selectAll().execute()
    expect(await rows()).toEqual([])
    expect((await world.app.inject({ method: 'POST', url: path, headers, payload: body })).statusCode).toBe(
      200,
    )
    expect(await rows()).toHaveLength(1)
  })

  it('of a sealed card: none opens', async () => {
    const world = await startWorld()
    const checkout = await shop(world).create()
    const buyer = shopper(world, checkout)
    const { cardKey } = await buyer.read()
    const iat = Math.floor(world.clock.now() / 1000)
    const sealed = await sealCard(cardKey, { checkout: checkout.id, iat })
    for (let count = 0; count < 200; count++) {
      const parts = sealed.split('.')
      const index = [0, 2, 3, 4][count % 4] ?? 0
      parts[index] = flip(Buffer.from(parts[index] ?? '', 'base64url')).toString('base64url')
      const { code } = (await buyer.pay({ sealed: parts.join('.') })).json()
      expect(['card_unreadable', 'validation_failed']).toContain(code)
    }
    expect(world.emulator.ledger().orders).toEqual([])
    expect((await buyer.pay({ sealed })).json().payment.status).toBe('succeeded')
  })
})
