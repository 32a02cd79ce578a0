/** A database that was written under another BFF_MASTER_KEY: said at the start, and a clear problem where it matters. */
import { createSecretKey, randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { Vault } from '../../src/cards/vault.ts'
import { createVault } from '../../src/config/derived-keys.ts'
import { fingerprintsOf } from '../../src/jobs/fingerprints.ts'
import { findForeignKey } from '../../src/jobs/foreign-key.ts'
import type { World } from '../support/world.ts'
import { SECRET_KEY, SHOP_ORIGIN, shop, shopper, startWorld } from '../support/world.ts'

const ANNA = { shopper: { reference: 'anna' } }
const CONSENT = { text: 'Save this card.', locale: 'en' }

/** With a saved card and an agreement. */
async function storedWorld() {
  const world = await startWorld()
  const keep = await shop(world).create({ ...ANNA, saveCard: 'ask' })
  await shopper(world, keep).pay({ body: { saveCard: true, consent: CONSENT } })
  const agree = await shop(world).create({ ...ANNA, recurring: { type: 'subscription' } })
  await shopper(world, agree).pay()
  const rows = await world.database.db.selectFrom('saved_cards').selectAll().execute()
  const card = rows.find((row) => row.purpose === 'saved_card')?.id ?? ''
  const agreement = rows.find((row) => row.agreement_id)?.agreement_id ?? ''
  return { world, card, agreement }
}

/** As if they had been stored before the key was replaced. */
async function sealOtherwise({ database }: World) {
  const former = new Vault(new Uint8Array(32).fill(7))
  const sealed = { sealed_token: former.encrypt('token'), sealed_agreement: former.encrypt('agreement') }
  await database.db.updateTable('saved_cards').set(sealed).execute()
}

const look = ({ database, config }: World, masterKey = config.masterKey) =>
  findForeignKey({
    db: database.db,
    vault: createVault({ ...config, masterKey }),
    masterKey,
    fingerprints: () => fingerprintsOf({ ...config, masterKey }),
    owner: 'bff_this',
  })

describe('a database under another BFF_MASTER_KEY', () => {
  it('is distinguished from one under its own key', async () => {
    const { world } = await storedWorld()
    const { db } = world.database
    const served = { state: 'left', settings: 's', started_at: 1, seen_at: 2 } as const
    const fingerprints = JSON.stringify(fingerprintsOf(world.config))
    await db
      .insertInto('instances')
      .values({ ...served, id: 'bff_before', fingerprints })
      .execute()
    expect(await look(world)).toBeNull()
    const other = createSecretKey(Buffer.alloc(40, 9))
    expect(await look(world, other)).toBe(
      'this database was written under another BFF_MASTER_KEY; lost without it: saved cards and agreements, cards that shoppers are typing now, attempts that PayKKa knows and the database lost',
    )
    await db.deleteFrom('card_keys').execute()
    await db.deleteFrom('saved_cards').execute()
    expect(await look(world, other)).toMatch(/lost without it: attempts/)
  })

  it('offers no card that cannot be opened, lets another be typed, and sends nothing', async () => {
    const { world, card } = await storedWorld()
    await sealOtherwise(world)
    const next = await shop(world).create(ANNA)
    const buyer = shopper(world, next)
    expect((await buyer.read()).cards).toEqual([])
    const method = { type: 'saved_card', cardId: card }
    const answer = await buyer.pay({ body: { method } })
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'card_unreadable'])
    expect(world.emulator.ledger().orders).toHaveLength(2)
    expect((await buyer.pay()).json().payment.status).toBe('succeeded')
  })

  it('answers 503 with the reason where a stored token is needed, and ends nothing', async () => {
    const { world, card, agreement } = await storedWorld()
    await sealOtherwise(world)
    const headers = { authorization: `Bearer ${SECRET_KEY}`, origin: SHOP_ORIGIN }
    const charge = { agreementId: agreement, orderReference: 'o', amount: { value: 500, currency: 'EUR' } }
    const key = { 'idempotency-key': randomUUID() }
    const answers = [
      await world.app.inject({ method: 'DELETE', url: `/v1/shoppers/anna/cards/${card}`, headers }),
      await world.app.inject({ method: 'DELETE', url: `/v1/recurring/agreements/${agreement}`, headers }),
      await shop(world).send('POST', '/v1/recurring/charges', charge, key),
    ]
    for (const answer of answers) {
      expect([answer.statusCode, answer.json().code]).toEqual([503, 'not_ready'])
      expect(answer.json().detail).toMatch(/another BFF_MASTER_KEY\. Put that key back/)
    }
    // PayKKa lists both tokens, and neither may be called unknown.
    expect((await shop(world).send('GET', '/v1/shoppers/anna/cards')).json()).toEqual({ data: [] })
    const rows = await world.database.db.selectFrom('saved_cards').select('status').execute()
    expect(rows.map(({ status }) => status)).toEqual(['active', 'active'])
    expect(world.emulator.ledger().orders).toHaveLength(2)
  })
})
