/**
 * Lets work of the same moment share one commit. SQLite has one writer, who waits for the disk at every commit: a hundred
 * requests at once would wait a hundred times. PostgreSQL shares that wait among its few connections, so there it is only
 * done for single statements; whole transactions would keep each other’s row locks.
 */
import { sql } from 'kysely'
import type { Queries } from './database.ts'

/** Runs `work` against the ledger; what it wrote is durable when the promise is fulfilled. */
export type Run<Q> = <T>(work: (queries: Q) => Promise<T>) => Promise<T>

/** Hands over what was gathered until now by calling `start`, once. */
export type Gather = (start: () => void) => void

export type GroupOptions<Q> = {
  /** Runs a group in one transaction. */
  together: Run<Q>
  /** Runs one member by itself. */
  alone: Run<Q>
  gather: Gather
  /** Members may throw by their own rules: a savepoint each keeps that from the others. */
  savepoints: boolean
  /** Tells failed statements from such rules. */
  isStoreError(error: unknown): boolean
}

/** `work` returns what tells its caller; it is told after the commit. */
type Member<Q> = { work(queries: Q): Promise<() => void>; reject(error: unknown): void }

/** Bounds how long one group keeps the others waiting. */
const LARGEST = 100

/**
 * Nobody hears of a success before the shared commit is on disk. Whoever throws is rolled back alone. When a statement
 * fails, the whole group is rolled back and each member runs by itself, so that none suffers from another.
 */
export function groupCommits<Q extends Queries>(options: GroupOptions<Q>): Run<Q> {
  const { gather } = options
  const waiting: Member<Q>[] = []
  let busy = false
  const next = async () => {
    await commitTogether(options, waiting.splice(0, LARGEST))
    busy = waiting.length > 0
    if (busy) gather(next)
  }
  return (work) =>
    new Promise((resolve, reject) => {
      waiting.push({ reject, work: async (queries) => work(queries).then((value) => () => resolve(value)) })
      if (busy) return
      busy = true
      gather(next)
    })
}

async function commitTogether<Q extends Queries>(
  options: GroupOptions<Q>,
  group: Member<Q>[],
): Promise<void> {
  const [only, second] = group
  if (only && !second) return commitAlone(options, only)
  let worked = false
  try {
    const tellings = await options.together(async (queries) => {
      worked = false
      const all = await workInTurn(options, queries, group)
      worked = true
      return all
    })
    for (const tell of tellings) tell()
  } catch (error) {
    // A commit that failed may have happened all the same: only its members know how to find out.
    if (worked) for (const { reject } of group) reject(error)
    else for (const member of group) await commitAlone(options, member)
  }
}

async function commitAlone<Q>({ alone }: GroupOptions<Q>, { work, reject }: Member<Q>): Promise<void> {
  try {
    const tell = await alone(work)
    tell()
  } catch (error) {
    reject(error)
  }
}

async function workInTurn<Q extends Queries>(
  options: GroupOptions<Q>,
  queries: Q,
  group: Member<Q>[],
): Promise<(() => void)[]> {
  const tellings: (() => void)[] = []
  for (const member of group) {
    const telling = options.savepoints
      ? await workInSavepoint(options, queries, member)
      : await member.work(queries)
    tellings.push(telling)
  }
  return tellings
}

async function workInSavepoint<Q extends Queries>(
  { isStoreError }: GroupOptions<Q>,
  queries: Q,
  { work, reject }: Member<Q>,
): Promise<() => void> {
  await sql`savepoint member`.execute(queries)
  try {
    const telling = await work(queries)
    await sql`release member`.execute(queries)
    return telling
  } catch (error) {
    if (isStoreError(error)) throw error
    await sql`rollback to member`.execute(queries)
    await sql`release member`.execute(queries)
    return () => reject(error)
  }
}
