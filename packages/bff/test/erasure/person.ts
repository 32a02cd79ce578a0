/** A shopper whose every trace can be looked for, and where traces may be. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { sql } from 'kysely'
import type { World } from '../support/world.ts'
import { shop, shopper } from '../support/world.ts'

/** Personal data by what it is. Each is in one place at least, and is like nothing else. */
export function canariesOf(name: string): Record<string, string> {
  const of = (what: string) => `${name}-${what}`
  return {
    reference: of('reference-7391'),
    email: `${of('mail')}@mail-7391.example`,
    firstName: of('first-name'),
    lastName: of('last-name'),
    street: of('street 12'),
    city: of('city'),
    typedStreet: of('typed street 9'),
    typedEmail: `${of('typed')}@mail-7391.example`,
    birth: of('born-1990-01-31'),
    goods: of('grey shirt'),
    metadata: of('gift for mum'),
    returnPath: of('return-path'),
    consent: of('agrees to be charged'),
    voidReason: of('called on monday'),
    ip: name === 'ada' ? '203.0.113.77' : '203.0.113.88',
    phone: name === 'ada' ? '30120045581' : '30120045592',
  }
}

export const pathOf = (reference: string, rest: string) =>
  `/v1/shoppers/${encodeURIComponent(reference)}/${rest}`

/** An order with all of it; `more` is of the checkout. */
export function orderOf(canaries: Record<string, string>, more: Record<string, unknown> = {}) {
  const { reference, email, firstName, lastName, street, city, birth, goods, metadata, ip, phone } = canaries
  const address = { firstName, lastName, line1: street, city, country: 'DE', postalCode: '10115', email }
  return {
    shopper: { reference, email, firstName, lastName, ip, phoneNumber: phone, dateOfBirth: birth },
    billing: address,
    shipping: address,
    goods: [{ id: 'g1', name: goods, price: 1099, quantity: 1 }],
    metadata: { gift: metadata, campaign: 'spring' },
    returnUrl: `https://shop.example/orders/${canaries.returnPath}`,
    locale: 'de',
    ...more,
  }
}

/** A year of a customer: a saved card, a refund, a void with a reason, a decline, a page left open. */
export async function buyAround(world: World, canaries: Record<string, string>): Promise<string[]> {
  const consent = { text: `${canaries.consent}`, locale: 'de' }
  const { typedStreet: line1, typedEmail: email } = canaries
  // What the shopper typed into the billing details.
  const billing = { line1, city: 'Potsdam', country: 'DE', postalCode: '14467', email }
  const save = { saveCard: true, consent, billing }
  const saved = await shop(world).create(orderOf(canaries, { saveCard: 'ask' }))
  const { payment } = (await shopper(world, saved).pay({ body: save })).json()
  const amount = { value: 99, currency: 'EUR' }
  const key = (name: string) => ({ 'idempotency-key': `${name} of ${saved.id}`.replaceAll(' ', '-') })
  await shop(world).send('POST', `/v1/payments/${payment.id}/refunds`, { amount }, key('refund'))
  const held = await shop(world).create(orderOf(canaries, { capture: 'manual' }))
  const { payment: other } = (await shopper(world, held).pay()).json()
  await shop(world).send(
    'POST',
    `/v1/payments/${other.id}/voids`,
    { reason: canaries.voidReason },
    key('void'),
  )
  const declined = await shop(world).create(orderOf(canaries))
  await shopper(world, declined).pay({ card: { number: '4000000000000002' } })
  const open = await shop(world).send(
    'POST',
    '/v1/checkouts',
    checkoutBody(canaries, `open of ${saved.id}`),
    key('open'),
  )
  await shop(world).send('POST', pathOf(`${canaries.reference}`, 'secrets'), {})
  return [saved.id, held.id, declined.id, open.json().id]
}

const checkoutBody = (canaries: Record<string, string>, orderReference: string) => ({
  orderReference,
  amount: { value: 1099, currency: 'EUR' },
  ...orderOf(canaries),
})

/** @returns all stored data: every table, for SQLite every file beside the database, and the log */
export async function everything(world: World): Promise<{ tables: Buffer; files: Buffer; log: Buffer }> {
  const { database, config, logs } = world
  const names = (await database.db.introspection.getTables()).map(({ name }) => name)
  const rows: unknown[] = []
  for (const name of names) rows.push((await sql`select * from ${sql.table(name)}`.execute(database.db)).rows)
  return {
    tables: Buffer.from(JSON.stringify(rows)),
    files:
      database.kind === 'sqlite'
        ? allFiles(dirname(config.databaseUrl.slice('sqlite:'.length)))
        : Buffer.alloc(0),
    log: Buffer.from(logs.join('')),
  }
}

function allFiles(directory: string): Buffer {
  const files = readdirSync(directory, { withFileTypes: true, recursive: true }).filter((entry) =>
    entry.isFile(),
  )
  return Buffer.concat(files.map((file) => readFileSync(join(file.parentPath, file.name))))
}
