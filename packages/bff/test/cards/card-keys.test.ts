/** The keys that encrypt cards: created, stored, rotated, and never in plain text on disk. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compactDecrypt } from 'jose'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createCardKeys, deriveKey } from '../../src/cards/card-keys.ts'
import { openDatabase } from '../../src/database/database.ts'
import { rsaPair } from '../support/keys.ts'

const HOUR = 60 * 60_000
const master = rsaPair('master').privateKey
const otherMaster = rsaPair('other').privateKey

async function setUp() {
  const directory = mkdtempSync(join(tmpdir(), 'paykka-keys-'))
  const database = openDatabase(`sqlite:${join(directory, 'paykka.db')}`, { exclusive: false })
  await database.migrate()
  onTestFinished(async () => {
    await database.close()
    rmSync(directory, { recursive: true, force: true })
  })
  const bytes = () =>
    Buffer.concat(['', '-wal'].map((suffix) => readFileSync(join(directory, `paykka.db${suffix}`))))
  return { database, bytes }
}

const numberOfKeys = async (database: Awaited<ReturnType<typeof setUp>>['database']) =>
  (await database.db.selectFrom('card_keys').selectAll().execute()).length

/** A clock that PayKKa has confirmed. */
const at = (now: () => number) => ({ now, provenNow: now })

describe('createCardKeys', () => {
  it('makes one P-256 key and keeps to it', async () => {
    const { database } = await setUp()
    const keys = createCardKeys(
      database,
      master,
      at(() => 0),
    )
    const key = await keys.current()
    expect(key).toMatchObject({ kty: 'EC', crv: 'P-256', alg: 'ECDH-ES', use: 'enc' })
    expect(Object.keys(key).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y'])
    expect(await keys.current()).toEqual(key)
    expect(await numberOfKeys(database)).toBe(1)
  })

  it('is the same after a restart, and opens what was sealed before', async () => {
    const { database } = await setUp()
    const before = await createCardKeys(
      database,
      master,
      at(() => 0),
    ).current()
    const after = createCardKeys(
      database,
      master,
      at(() => HOUR),
    )
    expect(await after.current()).toEqual(before)
    expect(await after.find(before.kid)).not.toBeNull()
  })

  it('seals with a key for a day and opens with it for two', async () => {
    const { database } = await setUp()
    let now = 0
    const keys = createCardKeys(
      database,
      master,
      at(() => now),
    )
    const first = await keys.current()
    const opens = async () => (await keys.find(first.kid)) !== null
    now = 24 * HOUR - 1
    expect((await keys.current()).kid).toBe(first.kid)
    now = 24 * HOUR
    expect((await keys.current()).kid).not.toBe(first.kid)
    expect(await opens()).toBe(true)
    now = 48 * HOUR - 1
    expect(await opens()).toBe(true)
    now = 48 * HOUR
    expect(await opens()).toBe(false)
    expect(
      await createCardKeys(
        database,
        master,
        at(() => now),
      ).find(first.kid),
    ).toBeNull()
  })

  it('forgets keys that open nothing any more', async () => {
    const { database } = await setUp()
    let now = 0
    const keys = createCardKeys(
      database,
      master,
      at(() => now),
    )
    for (const day of [0, 1, 2, 3, 4]) {
      now = day * 24 * HOUR
      await keys.current()
    }
    expect(await numberOfKeys(database)).toBeLessThanOrEqual(3)
  })

  it('does not seal with a key that another master key wrapped', async () => {
    const { database } = await setUp()
    const foreign = await createCardKeys(
      database,
      otherMaster,
      at(() => 0),
    ).current()
    const keys = createCardKeys(
      database,
      master,
      at(() => HOUR),
    )
    expect(await keys.find(foreign.kid)).toBeNull()
    const own = await keys.current()
    expect(own.kid).not.toBe(foreign.kid)
    expect(await keys.find(own.kid)).not.toBeNull()
  })

  it.each(['', 'ck_unknown', '__proto__', "' or 1=1 --"])('knows no key %j', async (kid) => {
    const { database } = await setUp()
    expect(
      await createCardKeys(
        database,
        master,
        at(() => 0),
      ).find(kid),
    ).toBeNull()
  })

  it('keeps the private half out of the file', async () => {
    const { database, bytes } = await setUp()
    const keys = createCardKeys(
      database,
      master,
      at(() => 0),
    )
    const { x } = await keys.current()
    const row = await database.db.selectFrom('card_keys').selectAll().executeTakeFirstOrThrow()
    const opened = await compactDecrypt(row.sealed_private, deriveKey(master, 'card-key-wrap'))
    const { d } = JSON.parse(new TextDecoder().decode(opened.plaintext)) as { d: string }
    expect(d).toHaveLength(43)
    const raw = Buffer.from(d, 'base64url')
    const forms = [d, raw, raw.toString('hex'), raw.toString('base64')]
    expect(forms.map((form) => bytes().includes(form))).toEqual([false, false, false, false])
    // The public half is there, so the search itself works.
    expect(bytes().includes(x)).toBe(true)
  })
})

describe('deriveKey', () => {
  it('gives 32 bytes that differ by purpose and by master key', () => {
    const keys = [deriveKey(master, 'a'), deriveKey(master, 'b'), deriveKey(otherMaster, 'a')]
    expect(keys.map((key) => key.length)).toEqual([32, 32, 32])
    expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(3)
    expect(deriveKey(master, 'a')).toEqual(keys[0])
  })
})
