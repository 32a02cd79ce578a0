/**
 * Group commit: concurrent transactions share one commit. SQLite has one writer, which waits for the disk at every commit:
 * a hundred requests at once would wait a hundred times. PostgreSQL groups commits across connections itself, and grouping
 * here would serialize its statements.
 */
import type { Transaction } from 'kysely'
import { CompiledQuery } from 'kysely'
import { isLocked } from './sqlite.ts'
import type { Tables } from './tables.ts'

/** Runs `work` in one transaction, which is durable when the promise resolves. */
export type Transact = <T>(work: (tx: Transaction<Tables>) => Promise<T>) => Promise<T>

/** Starts the gathered group by calling `start` once. */
export type Gather = (start: () => void) => void

/** `work` returns the function that resolves its caller; it is called after the commit. */
type Member = { work(tx: Transaction<Tables>): Promise<() => void>; reject(error: unknown): void }

/** The largest and the smallest limit of a group's size. */
const LARGEST = 100
const SMALLEST = 8
/**
 * While a group runs the process does nothing else, and after it libuv accepts one connection per listener before the next
 * group: long groups delay new connections. A group longer than this shrinks the next one.
 */
const TURN_MS = 15

/**
 * No member succeeds before the shared commit is on disk. A member that throws is rolled back alone. When a statement
 * fails, the whole group is rolled back and each member runs separately, so that members do not affect each other.
 * @param transact runs a separate transaction
 * @param isStoreError distinguishes failed statements from errors of our own rules
 * @param clock milliseconds
 */
export function groupCommits(
  transact: Transact,
  gather: Gather,
  isDatabaseError: (error: unknown) => boolean,
  clock: () => number = () => performance.now(),
): Transact {
  const waiting: Member[] = []
  let busy = false
  let size = LARGEST
  const next = async () => {
    const workedMs = await commitTogether(transact, waiting.splice(0, size), isDatabaseError, clock)
    size = sizeAfter(size, workedMs)
    busy = waiting.length > 0
    if (busy) gather(next)
  }
  return (work) =>
    new Promise((resolve, reject) => {
      waiting.push({ reject, work: async (tx) => work(tx).then((value) => () => resolve(value)) })
      if (busy) return
      busy = true
      gather(next)
    })
}

/** Shrinks by half at once, grows back slowly. */
const sizeAfter = (size: number, workedMs: number): number =>
  workedMs > TURN_MS ? Math.max(SMALLEST, size >> 1) : Math.min(LARGEST, size + 1)

/** @returns milliseconds of the members' own work, without the disk's time, which does not depend on their number */
async function commitTogether(
  transact: Transact,
  group: Member[],
  isDatabaseError: (error: unknown) => boolean,
  clock: () => number,
): Promise<number> {
  const [only, second] = group
  if (only && !second) {
    await commitAlone(transact, only)
    return 0
  }
  let workedMs = 0
  let worked = false
  try {
    const reports = await transact(async (tx) => {
      worked = false
      const startedAt = clock()
      const all = await workInTurn(tx, group, isDatabaseError)
      workedMs = clock() - startedAt
      worked = true
      return all
    })
    for (const report of reports) report()
  } catch (error) {
    // A failed commit may still have happened: only the members can find out. And members that already waited for another
    // process need not wait again one by one.
    if (worked || isLocked(error)) for (const { reject } of group) reject(error)
    else for (const member of group) await commitAlone(transact, member)
  }
  return workedMs
}

async function commitAlone(transact: Transact, { work, reject }: Member): Promise<void> {
  try {
    const report = await transact(work)
    report()
  } catch (error) {
    reject(error)
  }
}

const SAVEPOINT = CompiledQuery.raw('savepoint member')
const ROLLBACK = CompiledQuery.raw('rollback to member')
const RELEASE = CompiledQuery.raw('release member')

async function workInTurn(
  tx: Transaction<Tables>,
  group: Member[],
  isDatabaseError: (error: unknown) => boolean,
): Promise<(() => void)[]> {
  const reports: (() => void)[] = []
  for (const { work, reject } of group) {
    await tx.executeQuery(SAVEPOINT)
    try {
      reports.push(await work(tx))
    } catch (error) {
      if (isDatabaseError(error)) throw error
      reports.push(() => reject(error))
      await tx.executeQuery(ROLLBACK)
    }
    await tx.executeQuery(RELEASE)
  }
  return reports
}
