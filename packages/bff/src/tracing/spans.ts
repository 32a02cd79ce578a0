/** Every span of the BFF with all that it may carry. Without an OpenTelemetry SDK in the process they go nowhere. */
import type { Attributes, Span, Tracer } from '@opentelemetry/api'
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'

/** `docs/guides/operations.md` lists the same; a test holds the two equal. Nothing a shopper or PayKKa wrote is among them. */
export const SPANS = {
  '{method} {route}': {
    kind: SpanKind.SERVER,
    attributes: ['http.request.method', 'http.route', 'http.response.status_code', 'paykka.request.id'],
  },
  'checkout create': { kind: SpanKind.INTERNAL, attributes: ['paykka.checkout.id'] },
  'payment attempt': {
    kind: SpanKind.INTERNAL,
    attributes: [
      'paykka.checkout.id',
      'paykka.payment.id',
      'paykka.payment.method',
      'paykka.payment.status',
      'paykka.support_code',
    ],
  },
  'payment operation': {
    kind: SpanKind.INTERNAL,
    attributes: ['paykka.payment.id', 'paykka.operation.type', 'paykka.operation.status'],
  },
  'gateway call': {
    kind: SpanKind.CLIENT,
    attributes: ['paykka.gateway.call', 'paykka.gateway.outcome'],
  },
  'ledger transaction': { kind: SpanKind.CLIENT, attributes: ['db.system.name'] },
  notice: {
    kind: SpanKind.CONSUMER,
    attributes: ['paykka.notice.kind', 'paykka.payment.id', 'paykka.payment.status'],
  },
  'event delivery': {
    kind: SpanKind.PRODUCER,
    attributes: ['paykka.event.id', 'paykka.event.type', 'paykka.event.delivered'],
  },
} as const satisfies Record<string, { kind: SpanKind; attributes: readonly string[] }>

/** Any span may carry it, when what it spans threw. */
export const ERROR_TYPE = 'error.type'

type SpanName = keyof typeof SPANS
export type SpanFacts<N extends SpanName> = {
  [Name in (typeof SPANS)[N]['attributes'][number]]?: string | number | boolean
}

/**
 * Runs `run` as a span of its own, which becomes the parent of what it starts.
 * @param run gets a function that adds facts learned on the way
 */
export function inSpan<N extends SpanName, T>(
  name: N,
  facts: SpanFacts<N>,
  run: (note: (more: SpanFacts<N>) => void) => Promise<T>,
): Promise<T> {
  const options = { kind: SPANS[name].kind, attributes: facts as Attributes }
  return tracer().startActiveSpan(name, options, async (span) => {
    try {
      return await run((more) => void span.setAttributes(more as Attributes))
    } catch (error) {
      markFailed(span, errorType(error))
      throw error
    } finally {
      span.end()
    }
  })
}

/** Asked for each time: the process may get its SDK later than this file, and lose it again. */
export function tracer(): Tracer {
  return trace.getTracer('@paykka-checkout/bff')
}

/** A message may quote what somebody typed, so only a word is kept of an error. */
export function markFailed(span: Span, type: string): void {
  span.setAttribute(ERROR_TYPE, type)
  span.setStatus({ code: SpanStatusCode.ERROR })
}

/** Digits are left out too: careless code puts anything into `code`. */
const WORD = /^[A-Za-z_]{1,40}$/

function errorType(error: unknown): string {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown }
  const word = [code, name].find((text) => typeof text === 'string' && WORD.test(text))
  return typeof word === 'string' ? word : 'error'
}
