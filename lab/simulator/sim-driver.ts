/** Kysely's driver of one simulated process: every statement can be slow, fail, or be the last one. */
import type { CompiledQuery, DatabaseConnection, Dialect, Driver, QueryResult } from 'kysely'
import { SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely'
import { connectionLost } from './errors.ts'
import type { Life } from './life.ts'
import { never, pass, tick } from './life.ts'
import { freed, release } from './shared-database.ts'
import { runStatement, writtenTable } from './statement.ts'
import type { World } from './world.ts'

/** PostgreSQL ends a transaction that sleeps; `postgres.ts` asks for five seconds. */
const IDLE_IN_TRANSACTION_MS = 5000
/** Nor does a statement wait longer for another's transaction, there and on SQLite. */
const LONGEST_WAIT_MS = 5000

export function simDialect(world: World, life: Life): Dialect {
  return {
    createAdapter: () => new PooledAdapter(),
    createDriver: () => simDriver(world, life),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
}

/** Every transaction has its own connection, as with PostgreSQL's pool. */
class PooledAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true
  }
}

function simDriver(world: World, life: Life): Driver {
  const own = (connection: DatabaseConnection) => connection as SimConnection
  return {
    init: async () => {},
    acquireConnection: async () => new SimConnection(world, life),
    beginTransaction: (connection) => own(connection).begin(),
    commitTransaction: (connection) => own(connection).commit(),
    rollbackTransaction: (connection) => own(connection).rollback(),
    releaseConnection: async () => {},
    destroy: async () => {},
  }
}

class SimConnection implements DatabaseConnection {
  readonly #world: World
  readonly #life: Life
  #state: 'free' | 'open' | 'killed' = 'free'
  #late: CompiledQuery[] = []
  #inserted: string[] = []
  #written = new Set<string>()
  #unwatch = () => {}

  constructor(world: World, life: Life) {
    this.#world = world
    this.#life = life
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { bug, random } = this.#world
    if (this.#state === 'free') return this.#alone<R>(query)
    tick(this.#world, this.#life)
    if (!this.#life.alive) return never()
    if (random.chance(0.05) || this.#isFrozen()) await this.#pass('tx', random.int(0, 5))
    if (this.#state === 'killed') throw connectionLost('idle in transaction')
    if (bug.lateEvents && query.sql.startsWith('insert into "shop_events"')) {
      this.#late.push(query)
      return { rows: [] }
    }
    this.#maybeFail()
    if (query.sql.startsWith('insert into "payments"')) this.#inserted.push(String(query.parameters[0]))
    this.#written.add(writtenTable(query.sql))
    return runStatement<R>(this.#world, query)
  }

  #tellWritten(): void {
    for (const table of this.#written) this.#world.dueChanged(table)
    this.#written.clear()
  }

  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('the code under test streams nothing')
  }

  async #alone<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { random } = this.#world
    await this.#pass('db', this.#latency())
    this.#maybeFail()
    const giveUpAt = this.#world.scheduler.now() + LONGEST_WAIT_MS
    while (this.#world.sharedDatabase.holder) await this.#waitForTurn(giveUpAt)
    if (!this.#life.alive) return never()
    const result = runStatement<R>(this.#world, query)
    this.#written.add(writtenTable(query.sql))
    this.#tellWritten()
    if (this.#isFrozen() || random.chance(0.3)) await this.#pass('db<', random.int(0, 3))
    this.#maybeFail()
    return result
  }

  async begin(): Promise<void> {
    await this.#pass('begin', this.#latency())
    this.#maybeFail()
    const giveUpAt = this.#world.scheduler.now() + LONGEST_WAIT_MS
    while (this.#world.sharedDatabase.holder) await this.#waitForTurn(giveUpAt)
    if (!this.#life.alive) return never()
    this.#world.sharedDatabase.database.prepare('begin').run([])
    this.#state = 'open'
    this.#hold()
    if (this.#isFrozen()) await this.#pass('begin<', 0)
  }

  /** The caller checks again and locks the database in the same step, so that nothing can interfere. */
  async #waitForTurn(giveUpAt: number): Promise<void> {
    const { sharedDatabase, scheduler } = this.#world
    if (scheduler.now() >= giveUpAt) throw connectionLost('statement timeout')
    await Promise.race([freed(sharedDatabase), scheduler.sleep(giveUpAt - scheduler.now())])
  }

  /** A dead process leaves nothing behind, and one that sleeps too long loses its transaction. */
  #hold(): void {
    const { sharedDatabase, scheduler } = this.#world
    const end = () => this.#end('rollback', 'killed')
    const doze = () =>
      scheduler.after(IDLE_IN_TRANSACTION_MS, () => this.#state === 'open' && this.#isFrozen() && end())
    sharedDatabase.holder = { life: this.#life, end }
    this.#life.onDeath.add(end)
    this.#life.onFreeze.add(doze)
    if (this.#isFrozen()) doze()
    this.#unwatch = () => {
      this.#life.onDeath.delete(end)
      this.#life.onFreeze.delete(doze)
    }
  }

  async commit(): Promise<void> {
    const { bug, random } = this.#world
    if (bug.lazyCommit) return this.#commitLater()
    await this.#pass('commit', random.chance(0.2) ? random.int(1, 20) : 0)
    if (this.#state === 'killed') throw connectionLost('idle in transaction')
    this.#maybeFail()
    this.#end('commit', 'free')
    this.#tellWritten()
    if (this.#isFrozen() || random.chance(0.5)) await this.#pass('commit<', random.int(0, 5))
    await this.#writeLate()
    // The hardest case of all: it is durable, and the answer that says so is lost.
    this.#maybeFail()
  }

  #commitLater(): void {
    const { scheduler, random } = this.#world
    scheduler.after(random.int(1, 30), () => {
      if (this.#state === 'open') this.#end('commit', 'free')
      this.#tellWritten()
    })
  }

  async #writeLate(): Promise<void> {
    const late = this.#late
    this.#late = []
    for (const query of late) await this.#alone(query)
  }

  async rollback(): Promise<void> {
    this.#late = []
    if (this.#state === 'open') this.#end('rollback', 'free')
    this.#state = 'free'
  }

  #end(how: 'commit' | 'rollback', next: 'free' | 'killed'): void {
    if (this.#state !== 'open') return
    const { sharedDatabase, random } = this.#world
    this.#unwatch()
    this.#state = next
    sharedDatabase.database.prepare(how).run([])
    for (const id of how === 'commit' ? this.#inserted : []) this.#world.durable.add(id)
    release(sharedDatabase, random.shuffle)
  }

  #latency(): number {
    const { random } = this.#world
    return random.chance(0.02) ? random.int(100, 2000) : random.int(0, 3)
  }

  #maybeFail(): void {
    const { weather, options, random } = this.#world
    if (weather.databaseDown || (!weather.healed && random.chance(options.databaseFaults))) {
      throw connectionLost(random.chance(0.2) ? 'conflict' : 'reset')
    }
  }

  #isFrozen(): boolean {
    return this.#life.frozenUntil > this.#world.scheduler.now()
  }

  #pass(label: string, ms: number): Promise<void> {
    return pass(this.#world, this.#life, label, ms)
  }
}
