/**
 * Loaded into a real BFF before its own code: dies at a named point of a payment, lives at another time, and ends when
 * the test that started it is gone. Nothing in the BFF knows of it.
 */
import { Socket } from 'node:net'
import { DatabaseSync } from 'node:sqlite'
import pg from 'pg'
import { neverShed } from '../never-shed.ts'
import type { KillPoint } from './kill-points.ts'

const killAt = process.env.CHAOS_KILL_AT as KillPoint | undefined
const clockMs = Number(process.env.CHAOS_CLOCK_MS ?? 0)

/** What a connection's transaction holds so far. */
type Progress = { first: boolean; result: boolean }
const progress = new WeakMap<object, Progress>()
/** The one payment this process dies in. */
const dying: { payment?: string } = {}

if (clockMs !== 0) moveClock(clockMs)
if (killAt !== undefined) {
  watchSqlite()
  watchPostgres()
  watchGateway()
}
if (process.env.CHAOS_SHEDS !== 'true') neverShed()
guardOrphan()

/** SIGKILL unless CHAOS_SIGNAL names a signal that a process survives: then it comes once. */
const signal = (process.env.CHAOS_SIGNAL ?? 'SIGKILL') as NodeJS.Signals
const sent = { once: false }

function reach(point: KillPoint): void {
  if (point === killAt) strike()
}

function strike(): void {
  if (!sent.once) process.kill(process.pid, signal)
  sent.once = true
}

function progressOf(connection: object): Progress {
  const known = progress.get(connection) ?? { first: false, result: false }
  progress.set(connection, known)
  return known
}

/** Called before a statement runs. */
function before(connection: object, sql: string, values: readonly unknown[]): void {
  const now = progressOf(connection)
  if (/^begin/.test(sql)) Object.assign(now, { first: false, result: false })
  if (/^create table "payments"/.test(sql)) reach('migration')
  if (/^select .* from "idempotency_keys"/.test(sql)) reach('key-read')
  if (/^insert into "idempotency_keys"/.test(sql)) reach('before-claim')
  if (/^insert into "payments"/.test(sql)) {
    now.first = true
    dying.payment = String(values[0])
  }
  const ours = dying.payment !== undefined && values.includes(dying.payment)
  if (/^insert into "payment_steps"/.test(sql) && ours && !now.first) now.result = true
  if (sql === 'commit' && now.first) reach('before-sending-commit')
  if (sql === 'commit' && now.result) reach('before-result-commit')
}

/** Called when a statement has run. */
function after(connection: object, sql: string): void {
  if (/^insert into "idempotency_keys"/.test(sql)) reach('after-claim')
  if (sql !== 'commit') return
  const now = progressOf(connection)
  if (now.first) reach('after-sending-commit')
  if (now.result) reach('after-result-commit')
}

function watchSqlite(): void {
  const { prepare } = DatabaseSync.prototype
  DatabaseSync.prototype.prepare = function (sql) {
    const statement = prepare.call(this, sql)
    for (const name of ['all', 'run'] as const) {
      const real = statement[name] as (...values: unknown[]) => unknown
      const watched = (...values: unknown[]) => {
        before(this, sql, values)
        const result = real.apply(statement, values)
        after(this, sql)
        return result
      }
      Object.defineProperty(statement, name, { value: watched })
    }
    return statement
  }
}

/** The pool runs each statement as `query(text, values)` and waits for the promise. */
function watchPostgres(): void {
  type Query = (this: pg.Client, text: unknown, values?: unknown[]) => unknown
  const prototype = pg.Client.prototype as unknown as { query: Query }
  const { query } = prototype
  prototype.query = function (text, values, ...rest) {
    if (typeof text !== 'string') return query.call(this, text, values, ...(rest as []))
    before(this, text, values ?? [])
    const result = query.call(this, text, values, ...(rest as []))
    if (!(result instanceof Promise)) return result
    return result.then((value: unknown) => {
      after(this, text)
      return value
    })
  }
}

type Write = (this: Socket, chunk: unknown, ...rest: unknown[]) => boolean

/** undici writes the head of a request as text, then its body as bytes. */
function watchGateway(): void {
  const prototype = Socket.prototype as unknown as {
    write: Write
    read: (this: Socket, size?: number) => unknown
  }
  const { write, read } = prototype
  const purchases = new WeakSet<Socket>()
  prototype.write = function (chunk, ...rest) {
    if (typeof chunk === 'string' && chunk.startsWith('POST /v3/payment/acq HTTP')) {
      purchases.add(this)
      return killAt === 'first-byte'
        ? (struck(() => write.call(this, chunk, ...rest)) ?? dieAfter(this, write, chunk.slice(0, 1)))
        : write.call(this, chunk, ...rest)
    }
    const last = purchases.has(this) && typeof chunk !== 'string' && killAt === 'full-send'
    return last
      ? (struck(() => write.call(this, chunk, ...rest)) ?? dieAfter(this, write, chunk))
      : write.call(this, chunk, ...rest)
  }
  prototype.read = function (size) {
    const chunk = read.call(this, size)
    if (chunk !== null && purchases.has(this)) reach('after-answer')
    return chunk
  }
}

/** @returns undefined where the process is killed; one that lives on writes as it would have */
function struck(goOn: () => boolean): boolean | undefined {
  if (signal === 'SIGKILL') return undefined
  strike()
  return goOn()
}

/** Lets the system take the bytes first, and nothing after them. */
function dieAfter(socket: Socket, write: Write, chunk: unknown): boolean {
  const done = () => strike()
  const accepted = write.call(socket, chunk, 'latin1', done)
  socket.uncork()
  return accepted
}

function moveClock(ms: number): void {
  const real = Date.now
  Date.now = () => real() + ms
}

/** The suite shares a small machine among many processes; CHAOS_SHEDS leaves shedding to a campaign that is about it. */
function guardOrphan(): void {
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL')
  }, 500).unref()
}
