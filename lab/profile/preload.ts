/**
 * Loaded into a real BFF before its own code. It counts what a purchase does, or records a profile, while the process that
 * started it asks for that. Nothing in the BFF knows of it.
 */
import { createHook } from 'node:async_hooks'
import fs from 'node:fs'
import type { HeapProfiler, Profiler } from 'node:inspector'
import { Session } from 'node:inspector/promises'
import { syncBuiltinESMExports } from 'node:module'
import { DatabaseSync, StatementSync } from 'node:sqlite'
import { runInThisContext } from 'node:vm'
import { neverShed } from '../never-shed.ts'
import type { Ask, Counts, Report } from './messages.ts'
import type { Phase } from './phases.ts'
import { PHASES, STATEMENT } from './phases.ts'
import { trackPhases } from './statement-phases.ts'

const isCounting = process.env.PROFILE_COUNTS === 'true'
const NONE = { syncs: 0, promises: 0 }
const counts: Counts = { ...NONE, statements: {}, jobs: {} }

const texts = new WeakMap<StatementSync, string>()
const phaseNow = trackPhases()

type Caller = (run: () => unknown) => unknown

/** Functions whose names show in a profile. Each has its own code: V8 names code, not functions. */
const callers = Object.fromEntries(PHASES.map((phase) => [phase, callerOf(phase)])) as Record<Phase, Caller>

function callerOf(phase: Phase): Caller {
  const name = JSON.stringify(STATEMENT + phase)
  return runInThisContext(`({ ${name}: (run) => run() })[${name}]`) as Caller
}

function inPhase(sql: string, run: () => unknown): unknown {
  const phase = phaseNow(sql)
  if (active.database) {
    const key = `${phase}: ${sql}`
    counts.statements[key] = (counts.statements[key] ?? 0) + 1
  }
  return callers[phase](run)
}

/** While pages are counted in the log, no checkpoint may begin it anew. */
const CHECKPOINT = /wal_checkpoint/
const opened: { database?: DatabaseSync } = {}
const active: { database?: DatabaseSync | undefined } = {}

function watchStatements(): void {
  const { prepare, exec } = DatabaseSync.prototype
  DatabaseSync.prototype.prepare = function (sql, ...rest) {
    const statement = prepare.call(this, sql, ...rest)
    texts.set(statement, sql)
    if (!opened.database?.isOpen) opened.database = this
    return statement
  }
  DatabaseSync.prototype.exec = function (sql) {
    if (active.database && CHECKPOINT.test(sql)) return
    inPhase(sql, () => exec.call(this, sql))
  }
  for (const name of ['all', 'get', 'run', 'iterate'] as const) watchMethod(name)
}

function watchMethod(name: 'all' | 'get' | 'run' | 'iterate'): void {
  const real = StatementSync.prototype[name] as (...values: unknown[]) => unknown
  Object.defineProperty(StatementSync.prototype, name, {
    value: function (this: StatementSync, ...values: unknown[]) {
      const sql = texts.get(this) ?? ''
      if (active.database && CHECKPOINT.test(sql)) return { log: 0, checkpointed: 0 }
      return inPhase(sql, () => real.apply(this, values))
    },
  })
}

function watchSyncs(): void {
  const real = fs.fdatasync
  const counted = (file: number, done: fs.NoParamCallback) => {
    counts.syncs++
    real(file, done)
  }
  Object.assign(fs, { fdatasync: counted })
  syncBuiltinESMExports()
}

/** Every asynchronous resource by its type. A job of another thread has a callback; without one it ran on this thread. */
const jobs = new Map<number, string>()
const hook = createHook({
  init: (id, type) => {
    if (type === 'PROMISE') counts.promises++
    else if (JOB.test(type)) jobs.set(id, type)
  },
  before: (id) => {
    const type = jobs.get(id)
    if (type !== undefined) counts.jobs[type] = (counts.jobs[type] ?? 0) + 1
    jobs.delete(id)
  },
})
/** The types that Node gives to work in its thread pool. */
const JOB = /^[A-Z]+REQUEST$|^FSREQ|JOB$|^ZLIB|^GETADDRINFO/

const session = new Session()

const TIME_MICROS = 200
const SAMPLE_BYTES = 16_384

const asks: Record<Ask, () => Promise<unknown>> = {
  count: async () => {
    Object.assign(counts, { ...NONE, statements: {}, jobs: {} })
    opened.database?.exec('pragma wal_checkpoint(truncate)')
    active.database = opened.database
    hook.enable()
  },
  counted: async () => {
    hook.disable()
    return counts
  },
  time: async () => {
    await session.post('Profiler.enable')
    await session.post('Profiler.setSamplingInterval', { interval: TIME_MICROS })
    await session.post('Profiler.start')
  },
  timed: async () => ((await session.post('Profiler.stop')) as { profile: Profiler.Profile }).profile,
  allocate: async () => {
    await session.post('HeapProfiler.startSampling', {
      samplingInterval: SAMPLE_BYTES,
      includeObjectsCollectedByMajorGC: true,
      includeObjectsCollectedByMinorGC: true,
    })
  },
  allocated: async () =>
    ((await session.post('HeapProfiler.stopSampling')) as { profile: HeapProfiler.SamplingHeapProfile })
      .profile,
}

neverShed()
watchStatements()
if (isCounting) watchSyncs()
else session.connect()

process.on('message', (ask: Ask) => {
  asks[ask]().then(
    (value) => process.send?.({ ask, value } satisfies Report),
    (error: unknown) => process.send?.({ ask, value: undefined, error: String(error) } satisfies Report),
  )
})
