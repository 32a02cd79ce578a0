/** The database and the gateway with a span around each call. Spans do not contain requests or answers. */
import { trace } from '@opentelemetry/api'
import type { Database } from './database/database.ts'
import type { Gateway } from './payments/gateway.ts'
import type { ModificationGateway } from './payments/modifications/modification-gateway.ts'
import type { TokenGateway } from './payments/saved-cards/token-gateway.ts'
import { inSpan } from './tracing/spans.ts'

/** The jobs query the database twice a second: a transaction without a parent span gets no span. */
export function traceDatabase(database: Database): Database {
  const facts = { 'db.system.name': database.kind === 'postgres' ? 'postgresql' : 'sqlite' }
  const traced = <T>(run: () => Promise<T>): Promise<T> =>
    trace.getActiveSpan() ? inSpan('database transaction', facts, run) : run()
  return {
    ...database,
    transaction: (work) => traced(() => database.transaction(work)),
    write: (statement) => traced(() => database.write(statement)),
  }
}

export function traceGateway(gateway: Gateway): Gateway {
  return {
    purchase: (purchase) => call('purchase', () => gateway.purchase(purchase)),
    query: (reference) => call('query', () => gateway.query(reference)),
    close: () => gateway.close(),
  }
}

export function traceModifications(gateway: ModificationGateway): ModificationGateway {
  return {
    capture: (order) => call('capture', () => gateway.capture(order)),
    void: (order) => call('void', () => gateway.void(order)),
    refund: (order) => call('refund', () => gateway.refund(order)),
    queryRefund: (reference) => call('query refund', () => gateway.queryRefund(reference)),
  }
}

export function traceTokens(gateway: TokenGateway): TokenGateway {
  return {
    tokens: (shopper) => call('list tokens', () => gateway.tokens(shopper)),
    removeToken: (token, shopper) => call('remove token', () => gateway.removeToken(token, shopper)),
    cancelAgreement: (agreement, shopper) =>
      call('cancel agreement', () => gateway.cancelAgreement(agreement, shopper)),
  }
}

function call<T>(name: string, run: () => Promise<T>): Promise<T> {
  return inSpan('gateway call', { 'paykka.gateway.call': name }, async (note) => {
    const answer = await run()
    note({ 'paykka.gateway.outcome': outcomeOf(answer) })
    return answer
  })
}

/** Judged answers have a `kind`; others are a word or a list. */
function outcomeOf(answer: unknown): string {
  if (typeof answer === 'string') return answer
  if (Array.isArray(answer)) return 'state'
  return (answer as { kind?: string } | null)?.kind ?? 'unknown'
}
