/**
 * Lets transactions of the same moment share one commit. SQLite has one writer, who waits for the disk at every commit:
 * a hundred requests at once would wait a hundred times. PostgreSQL shares its waits among connections by itself, and there a
 * group would send its statements one after the other instead of side by side.
 */
import type { Transaction } from 'kysely'
import { CompiledQuery } from 'kysely'
import { isLocked } from './sqlite.ts'
import type { Tables } from './tables.ts'

/** Runs `work` in one transaction, which is durable when the promise is fulfilled. */
export type Transact = <T>(work: (tx: Transaction<Tables>) => Promise<T>) => Promise<T>

/** Hands over what was gathered until now by calling `start`, once. */
export type Gather = (start: () => void) => void

/** `work` returns what tells its caller; it is told after the commit. */
type Member = { work(tx: Transaction<Tables>): Promise<() => void>; reject(error: unknown): void }

/** At most so many share a commit, and at least so many where more wait. */
const LARGEST = 100
const SMALLEST = 8
/**
 * While a group runs the process does nothing else, and after it libuv takes one connection per listener before the next:
 * long groups leave shoppers outside. Longer ones than this shrink the next.
 */
const TURN_MS = 15

/**
 * Nobody hears of a success before the shared commit is on disk. Whoever throws is rolled back alone. When a statement
 * fails, the whole group is rolled back and each member runs by itself, so that none suffers from another.
 * @param transact runs a transaction of its own
 * @param isStoreError tells failed statements from the rules of the code above
 * @param clock milliseconds
 */
export function groupCommits(
  transact: Transact,
  gather: Gather,
  isStoreError: (error: unknown) => boolean,
  clock: () => number = () => performance.now(),
): Transact {
  const waiting: Member[] = []
  let busy = false
  let size = LARGEST
  const next = async () => {
    const workedMs = await commitTogether(transact, waiting.splice(0, size), isStoreError, clock)
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

/** Halved at once, regained slowly. */
const sizeAfter = (size: number, workedMs: number): number =>
  workedMs > TURN_MS ? Math.max(SMALLEST, size >> 1) : Math.min(LARGEST, size + 1)

/** @returns milliseconds of the members' own work; the disk takes its time whatever their number */
async function commitTogether(
  transact: Transact,
  group: Member[],
  isStoreError: (error: unknown) => boolean,
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
    const tellings = await transact(async (tx) => {
      worked = false
      const startedAt = clock()
      const all = await workInTurn(tx, group, isStoreError)
      workedMs = clock() - startedAt
      worked = true
      return all
    })
    for (const tell of tellings) tell()
  } catch (error) {
    // A commit that failed may have happened all the same: only its members know how to find out. And who waited for another
    // process in vain need not wait again, one after the other.
    if (worked || isLocked(error)) for (const { reject } of group) reject(error)
    else for (const member of group) await commitAlone(transact, member)
  }
  return workedMs
}

async function commitAlone(transact: Transact, { work, reject }: Member): Promise<void> {
  try {
    const tell = await transact(work)
    tell()
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
  isStoreError: (error: unknown) => boolean,
): Promise<(() => void)[]> {
  const tellings: (() => void)[] = []
  for (const { work, reject } of group) {
    await tx.executeQuery(SAVEPOINT)
    try {
      tellings.push(await work(tx))
    } catch (error) {
      if (isStoreError(error)) throw error
      tellings.push(() => reject(error))
      await tx.executeQuery(ROLLBACK)
    }
    await tx.executeQuery(RELEASE)
  }
  return tellings
}
