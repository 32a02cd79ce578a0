/** Metrics for Prometheus. Labels are only our own words: no ids, no addresses, no text of shoppers or the gateway. */
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Database } from '../database/database.ts'
import { countWork } from '../database/work.ts'
import type { DatabaseWatch } from '../jobs/database-watch.ts'
import type { Moved } from '../payments/engine/engine-parts.ts'
import type { Gateway } from '../payments/gateway.ts'
import { createMoneyCounters } from './money-counters.ts'

export type Metrics = {
  registry: Registry
  /** @param seconds duration of the answer */
  observeRequest(labels: { method: string; route: string; status: number }, seconds: number): void
  /** @param isUsed whether instances count limits together */
  watchRedis(isUsed: () => boolean): void
  /** @returns the gateway, with its calls measured by what their answers proved */
  watch(gateway: Gateway): Gateway
  /** Counts a change of a status. */
  onMove(moved: Moved): void
}

/** Up to 25 s, after which a browser always has its answer. */
const SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25]

type Watched = {
  /** @returns milliseconds by which this machine's clock is ahead of PayKKa's; null when unknown */
  skewMs(): number | null
  /** @returns true while PayKKa gives no answer */
  isDown(): boolean
  /** @returns the variables that differ in another process on this database */
  differences(): string[]
}

/**
 * @param database queried for unfinished work whenever the metrics are read
 * @param health the database's health; none when left out
 * @param lostLines the number of lost log lines; none when left out
 */
export function createMetrics(
  database: Database,
  watched: Watched,
  health?: DatabaseHealth,
  lostLines: () => number = () => 0,
): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'paykka_http_request_seconds',
    help: 'Answers to HTTP requests',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers: [registry],
  })
  const calls = new Histogram({
    name: 'paykka_gateway_call_seconds',
    help: 'Calls of PayKKa by what the answer proved: state, refused, not_found, not_sent or unknown',
    labelNames: ['call', 'outcome'],
    buckets: SECONDS,
    registers: [registry],
  })
  waitingWork(registry, database)
  clockSkew(registry, watched)
  reachability(registry, watched)
  settings(registry, watched)
  if (health) databaseHealth(registry, health)
  new Gauge({
    name: 'paykka_log_lines_lost',
    help: 'Lines of the log that could not be written since the start',
    registers: [registry],
    collect() {
      this.set(lostLines())
    },
  })
  return {
    registry,
    observeRequest: ({ method, route, status }, seconds) =>
      requests.observe({ method, route, status: String(status) }, seconds),
    watch: (gateway) => watchGateway(gateway, calls),
    onMove: createMoneyCounters(registry),
    watchRedis: (isUsed) => {
      new Gauge({
        name: 'paykka_redis_used',
        help: '1 while instances count limits together in Redis, 0 while each counts alone',
        registers: [registry],
        collect() {
          this.set(isUsed() ? 1 : 0)
        },
      })
    },
  }
}

function waitingWork(registry: Registry, database: Database): void {
  new Gauge({
    name: 'paykka_waiting',
    help: 'Unfinished work: payments and operations by state, notifications to process, events to deliver or given up',
    labelNames: ['what', 'state'],
    registers: [registry],
    async collect() {
      this.reset()
      for (const { what, state, count } of await countWork(database.db)) this.set({ what, state }, count)
    },
  })
}

function clockSkew(registry: Registry, { skewMs }: Watched): void {
  new Gauge({
    name: 'paykka_clock_skew_seconds',
    help: "How far this clock is ahead of PayKKa's; beyond 60 the BFF is not ready",
    registers: [registry],
    collect() {
      this.set((skewMs() ?? 0) / 1000)
    },
  })
}

function reachability(registry: Registry, { isDown }: Watched): void {
  new Gauge({
    name: 'paykka_gateway_down',
    help: '1 while PayKKa gives no answer; the log says why',
    registers: [registry],
    collect() {
      this.set(isDown() ? 1 : 0)
    },
  })
}

function settings(registry: Registry, { differences }: Watched): void {
  new Gauge({
    name: 'paykka_settings_differ',
    help: '1 for each variable that differs in another process on this database',
    labelNames: ['variable'],
    registers: [registry],
    collect() {
      this.reset()
      for (const variable of differences()) this.set({ variable }, 1)
    },
  })
}

type DatabaseHealth = Pick<DatabaseWatch, 'isLost' | 'health' | 'results'>

function databaseHealth(registry: Registry, { isLost, health, results }: DatabaseHealth): void {
  new Gauge({
    name: 'paykka_database_trouble',
    help: 'More than 0 while its files are gone or replaced (lost), the last write failed (write), or so many results of PayKKa are not written (results)',
    labelNames: ['what'],
    registers: [registry],
    collect() {
      this.set({ what: 'lost' }, isLost() ? 1 : 0)
      this.set({ what: 'write' }, health.failure() ? 1 : 0)
      this.set({ what: 'results' }, results.count())
    },
  })
  new Gauge({
    name: 'paykka_database_write_failures',
    help: 'Writes that the database refused since the start, by reason',
    labelNames: ['reason'],
    registers: [registry],
    collect() {
      for (const [reason, count] of health.failures()) this.set({ reason }, count)
    },
  })
}

function watchGateway(gateway: Gateway, calls: Histogram<'call' | 'outcome'>): Gateway {
  const timed = async <T extends { kind: string }>(call: string, run: () => Promise<T>): Promise<T> => {
    const end = calls.startTimer({ call })
    const answer = await run()
    end({ outcome: answer.kind })
    return answer
  }
  return {
    purchase: (purchase) => timed('purchase', () => gateway.purchase(purchase)),
    query: (reference) => timed('query', () => gateway.query(reference)),
    close: () => gateway.close(),
  }
}
