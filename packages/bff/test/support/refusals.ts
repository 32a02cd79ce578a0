/** What a refused request must look like: a problem with a stable code, nothing stored, nothing sent. */
import type { LightMyRequestResponse } from 'fastify'
import { expect } from 'vitest'
import type { World } from './world.ts'

const TABLES = ['checkouts', 'checkout_versions', 'payments', 'payment_steps', 'idempotency_keys'] as const

/** @returns the number of rows of every table that a request may write to */
export async function countRows(world: World): Promise<Record<string, number>> {
  const counts = TABLES.map(async (table) => {
    const rows = await world.database.db.selectFrom(table).selectAll().execute()
    return [table, rows.length] as const
  })
  return Object.fromEntries(await Promise.all(counts))
}

/** How often the shopper was really charged, by the emulator's own books. */
export function charges(world: World): number {
  return world.emulator.ledger().attempts.reduce((sum, attempt) => sum + attempt.charges, 0)
}

/** Checks one RFC 9457 answer. */
export function expectProblem(response: LightMyRequestResponse, status: number, code: string): void {
  expect([response.statusCode, response.headers['content-type'], response.json().code]).toEqual([
    status,
    'application/problem+json; charset=utf-8',
    code,
  ])
  expect(response.json()).toMatchObject({
    status,
    title: expect.any(String),
    requestId: expect.stringMatching(/^req_/),
  })
}

/** Sends one request that must be refused and leave no trace. */
export async function expectRefused(
  world: World,
  send: () => Promise<LightMyRequestResponse>,
  status: number,
  code: string,
): Promise<void> {
  const before = await countRows(world)
  expectProblem(await send(), status, code)
  expect(await countRows(world)).toEqual(before)
  expect(world.emulator.ledger().requests).toEqual({})
}
