/** After payments of every kind: no card, code, key or bearer in PostgreSQL's own files, nor in its write-ahead log. */
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { CVC_IN_CONTEXT, leaks } from '../support/leaks.ts'
import { sealCard } from '../support/seal.ts'
import { PRIVATE_KEY_BODY, SECRET_KEY, shop, shopper, startWorld } from '../support/world.ts'
import { postgresOfFile } from './postgres-of-file.ts'

const postgres = postgresOfFile()
const CANARY = 'canary-0123456789-canary'
/** By how they end. */
const CARDS = {
  succeeded: '4242424242424242',
  declined: '4000000000000002',
  action_required: '5555555555554444',
  unknown: '4000000000000259',
}

/** @returns the server's tables and its write-ahead log, as a thief of the disk gets them */
async function stolen(): Promise<{ tables: Buffer; log: Buffer }> {
  const copy = await postgres().backUp()
  onTestFinished(() => rmSync(copy, { recursive: true, force: true }))
  const all = (folder: string) =>
    Buffer.concat(
      readdirSync(join(copy, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(join(entry.parentPath, entry.name))),
    )
  return { tables: all('base'), log: all('pg_wal') }
}

it('holds none of them, and what was planted', async () => {
  const world = await startWorld({ env: { DATABASE_URL: await postgres().createDatabase() } })
  const secrets: Record<string, string> = { secretKey: SECRET_KEY, privateKey: PRIVATE_KEY_BODY }
  for (const [status, number] of Object.entries(CARDS)) {
    const checkout = await shop(world).create({ orderReference: CANARY, allowRepeat: true })
    const buyer = shopper(world, checkout)
    const { cardKey } = await buyer.read()
    const iat = Math.floor(world.clock.now() / 1000)
    const holderName = 'Ada Canary Lovelace'
    const sealed = await sealCard(cardKey, { number, cvc: '917', holderName, checkout: checkout.id, iat })
    expect((await buyer.pay({ sealed })).json().payment.status).toBe(status)
    const own = { number, holderName, sealed, clientSecret: checkout.clientSecret }
    for (const [name, secret] of Object.entries(own)) secrets[`${name} (${status})`] = secret
  }
  const { tables, log } = await stolen()
  for (const bytes of [tables, log]) {
    expect(leaks(bytes, secrets)).toEqual([])
    expect(CVC_IN_CONTEXT.exec(bytes.toString('latin1'))?.[0]).toBeUndefined()
    expect(leaks(bytes, { planted: CANARY })).toEqual(['planted'])
  }
})
