/** Every span of the BFF with its allowed attributes. Without an OpenTelemetry SDK in the process they are dropped. */
import type { Attributes, Span, Tracer } from '@opentelemetry/api'
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'

/** `docs/guides/operations.md` lists the same; a test keeps both equal. No attribute contains text of a shopper or PayKKa. */
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
  'database transaction': { kind: SpanKind.CLIENT, attributes: ['db.system.name'] },
  notice: {
    kind: SpanKind.CONSUMER,
    attributes: ['paykka.notice.kind', 'paykka.payment.id', 'paykka.payment.status'],
  },
  'event delivery': {
    kind: SpanKind.PRODUCER,
    attributes: ['paykka.event.id', 'paykka.event.type', 'paykka.event.delivered'],
  },
} as const satisfies Record<string, { kind: SpanKind; attributes: readonly string[] }>

/** Any span may have it, when its work threw an error. */
export const ERROR_TYPE = 'error.type'

type SpanName = keyof typeof SPANS
export type SpanFacts<N extends SpanName> = {
  [Name in (typeof SPANS)[N]['attributes'][number]]?: string | number | boolean
}

/**
 * Runs `run` in a new span, which becomes the parent of spans that it starts.
 * @param run receives a function that adds attributes
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

/** Reads the tracer every time: the process may load its SDK after this file, and unload it again. */
export function tracer(): Tracer {
  return trace.getTracer('@paykka-checkout/bff')
}

/** A message may quote user input, so a span gets only one word of an error. */
export function markFailed(span: Span, type: string): void {
  span.setAttribute(ERROR_TYPE, type)
  span.setStatus({ code: SpanStatusCode.ERROR })
}

/** Digits are excluded too: careless code puts anything into `code`. */
const WORD = /^[A-Za-z_]{1,40}$/

function errorType(error: unknown): string {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown }
  const word = [code, name].find((text) => typeof text === 'string' && WORD.test(text))
  return typeof word === 'string' ? word : 'error'
}
