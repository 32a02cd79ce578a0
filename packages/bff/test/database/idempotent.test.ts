/** A key does its work once, and stays with its request. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '../../src/database/database.ts'
import { storeAnswer } from '../../src/database/idempotency-rows.ts'
import { findEarlier, idempotent, storedAnswer } from '../../src/database/idempotent.ts'

const CLAIM = { scope: 'modify:pay_1', key: 'key 1', fingerprint: 'capture 500', paymentId: 'pay_1', now: 7 }

async function bench() {
  const directory = mkdtempSync(join(tmpdir(), 'paykka-idempotent-'))
  const database = openDatabase(`sqlite:${join(directory, 'paykka.db')}`, { exclusive: false })
  await database.migrate()
  onTestFinished(async () => {
    await database.close()
    rmSync(directory, { recursive: true, force: true })
  })
  const done: string[] = []
  const once = (changes: Partial<typeof CLAIM> = {}) =>
    database.transaction((tx) =>
      idempotent(tx, { ...CLAIM, ...changes }, async () => {
        done.push('work')
        return 'result'
      }),
    )
  return { database, once, done }
}

it('does the work for the first request and gives the others its row', async () => {
  const { once, done } = await bench()
  expect(await once()).toEqual({ done: 'result' })
  const row = {
    scope: CLAIM.scope,
    key: CLAIM.key,
    fingerprint: CLAIM.fingerprint,
    payment_id: 'pay_1',
    response_status: null,
    response_body: null,
    created_at: 7,
  }
  expect(await once()).toEqual({ earlier: row })
  expect(done).toEqual(['work'])
})

it('is a key of its own in another space', async () => {
  const { once, done } = await bench()
  await once()
  await once({ scope: 'modify:pay_2' })
  await once({ key: 'key 2' })
  expect(done).toEqual(['work', 'work', 'work'])
})

it('refuses the key for another request, before and inside the transaction', async () => {
  const { once, database } = await bench()
  await once()
  const other = { ...CLAIM, fingerprint: 'capture 600' }
  await expect(once(other)).rejects.toMatchObject({ code: 'idempotency_key_reused' })
  await expect(findEarlier(database.db, other)).rejects.toMatchObject({ code: 'idempotency_key_reused' })
  expect(await findEarlier(database.db, { ...CLAIM, key: 'new' })).toBeUndefined()
})

it('forgets the claim when the work fails', async () => {
  const { database, once, done } = await bench()
  const failing = database.transaction((tx) => idempotent(tx, CLAIM, () => Promise.reject(new Error('no'))))
  await expect(failing).rejects.toThrow('no')
  expect(await once()).toEqual({ done: 'result' })
  expect(done).toEqual(['work'])
})

it('says nothing was answered while a part of the answer is missing', async () => {
  const { database, once } = await bench()
  await once()
  const row = await findEarlier(database.db, CLAIM)
  if (!row) throw new Error('not claimed')
  expect(storedAnswer({ ...row, response_status: 201 })).toBeNull()
  expect(storedAnswer({ ...row, response_body: '{}' })).toBeNull()
})

it('keeps the first answer', async () => {
  const { database, once } = await bench()
  await once()
  const before = await findEarlier(database.db, CLAIM)
  expect(before && storedAnswer(before)).toBeNull()
  await storeAnswer(database.db, CLAIM.scope, CLAIM.key, { status: 201, body: { id: 'chk_1' } })
  const after = await findEarlier(database.db, CLAIM)
  expect(after && storedAnswer(after)).toEqual({ status: 201, body: { id: 'chk_1' } })
})
