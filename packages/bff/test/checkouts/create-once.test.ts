/** One checkout per key: also after a crash, for a database that lost it, and for a signing key that was changed. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CreateCheckout } from '@paykka-checkout/shared-types'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { CheckoutParts } from '../../src/checkouts/create-checkout.ts'
import { createOnce } from '../../src/checkouts/create-once.ts'
import { openDatabase } from '../../src/database/database.ts'
import { claimKey, findKey } from '../../src/database/idempotency-rows.ts'
import { canonicalJson, fingerprint } from '../../src/domain/ids.ts'

const NOW = Date.UTC(2026, 5, 1, 12)
const KEY = 'create-0000000001'
const BY = { actor: { type: 'key', id: 'key-1' }, requestId: 'req_1' } as const
const BODY: CreateCheckout = {
  orderReference: 'order-1',
  amount: { value: 1099, currency: 'EUR' },
  returnUrl: 'https://shop.example/',
}

async function shop() {
  const directory = mkdtempSync(join(tmpdir(), 'paykka-once-'))
  const database = openDatabase(`sqlite:${join(directory, 'paykka.db')}`, { exclusive: false })
  await database.migrate()
  onTestFinished(async () => {
    await database.close()
    rmSync(directory, { recursive: true, force: true })
  })
  const parts: CheckoutParts = {
    database,
    now: () => NOW,
    provenNow: () => NOW,
    allowedOrigins: ['https://shop.example'],
    transIdKey: new Uint8Array(32),
    clientSecret: (id) => `cs_${id}`,
  }
  const create = (key?: string, changes: Partial<CreateCheckout> = {}) =>
    createOnce(parts, key, { ...BODY, ...changes }, BY)
  const forget = async (...tables: ('checkouts' | 'idempotency_keys')[]) => {
    await database.db.deleteFrom('checkout_versions').execute()
    for (const table of tables) await database.db.deleteFrom(table).execute()
  }
  return { database, parts, create, forget }
}

describe('createOnce', () => {
  it('makes a new checkout each time without a key', async () => {
    const { create } = await shop()
    const [one, two] = [await create(), await create()]
    expect([one.replayed, two.replayed]).toEqual([false, false])
    expect(one.checkout.id).not.toBe(two.checkout.id)
    expect(one.checkout.id).toMatch(/^chk_[\w-]{22}$/)
  })

  it('gives the same checkout again under a key, whatever the order of the members', async () => {
    const { create } = await shop()
    const first = await create(KEY)
    const turned = Object.fromEntries(Object.entries(BODY).reverse()) as CreateCheckout
    expect(await create(KEY, turned)).toEqual({ checkout: first.checkout, replayed: true })
    expect(first.replayed).toBe(false)
  })

  it('keeps the answer without its secret', async () => {
    const { create, database } = await shop()
    const { checkout } = await create(KEY)
    const kept = await findKey(database.db, 'create', KEY)
    const { clientSecret, ...reported } = checkout
    expect(clientSecret).toBe(`cs_${checkout.id}`)
    expect(kept).toMatchObject({ response_status: 201, payment_id: null, created_at: NOW })
    expect(JSON.parse(kept?.response_body ?? '')).toEqual(reported)
  })

  it('refuses another request under the key, and keeps to the first', async () => {
    const { create } = await shop()
    const { checkout } = await create(KEY)
    const other = { amount: { value: 1100, currency: 'EUR' } }
    await expect(create(KEY, other)).rejects.toMatchObject({ code: 'idempotency_key_reused' })
    expect((await create(KEY)).checkout).toEqual(checkout)
  })

  it('asks to wait while the first is not answered', async () => {
    const { create, database } = await shop()
    const claim = { response_status: null, response_body: null, payment_id: null, created_at: NOW }
    await claimKey(database.db, {
      scope: 'create',
      key: KEY,
      fingerprint: fingerprint(canonicalJson(BODY)),
      ...claim,
    })
    await expect(create(KEY)).rejects.toMatchObject({
      code: 'idempotency_in_flight',
      extras: { retryAfter: 1 },
    })
  })
})

describe('a database that lost a checkout', () => {
  it('gives it again under the same id, so that PayKKa is asked about the same payment', async () => {
    const { create, forget } = await shop()
    const { checkout } = await create(KEY)
    await forget('checkouts', 'idempotency_keys')
    expect(await create(KEY)).toEqual({ checkout, replayed: false })
  })

  it('gives another id for another key or another request', async () => {
    const { create, forget } = await shop()
    const ids = [(await create(KEY)).checkout.id]
    await forget('checkouts', 'idempotency_keys')
    ids.push((await create('create-0000000002')).checkout.id)
    await forget('checkouts', 'idempotency_keys')
    ids.push((await create(KEY, { orderReference: 'order-2' })).checkout.id)
    expect(new Set(ids).size).toBe(3)
  })

  it('makes another checkout for a key that was forgotten for its age', async () => {
    const { create, forget } = await shop()
    const first = await create(KEY)
    await forget('idempotency_keys')
    const second = await create(KEY)
    expect(second.replayed).toBe(false)
    expect(second.checkout.id).not.toBe(first.checkout.id)
    expect(second.checkout.id).toMatch(/^chk_[\w-]{22}$/)
  })
})

describe("a secret that can't be returned again", () => {
  const CLOSED = {
    code: 'checkout_closed',
    extras: { detail: "Its client secret can't be returned again: the signing key has changed since." },
  }

  it('is one of another signing key', async () => {
    const { create, parts } = await shop()
    await create(KEY)
    parts.clientSecret = (id) => `cs_other_${id}`
    await expect(create(KEY)).rejects.toMatchObject(CLOSED)
  })

  it('is one of a checkout that is gone', async () => {
    const { create, forget } = await shop()
    await create(KEY)
    await forget('checkouts')
    await expect(create(KEY)).rejects.toMatchObject(CLOSED)
  })
})
