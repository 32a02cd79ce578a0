/** One span per request, named by its route's pattern: the URL may contain a return reference. */
import { finished } from 'node:stream'
import type { Context, Span } from '@opentelemetry/api'
import { context, propagation, trace } from '@opentelemetry/api'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { SpanFacts } from './spans.ts'
import { markFailed, SPANS, tracer } from './spans.ts'

const REQUEST = '{method} {route}'
/** Called every few seconds and not worth a trace. */
const PROBES = new Set(['/healthz', '/readyz', '/metrics'])

/**
 * @param isShop whether a request comes from the shop's server. Only its `traceparent` is used: other callers could cause
 * endless traces, or write into others' traces.
 */
export function traceRequests(app: FastifyInstance, isShop: (request: FastifyRequest) => boolean): void {
  app.decorateRequest('spanContext', null)
  app.addHook('onRequest', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none'
    if (PROBES.has(route)) return done()
    const parent = parentOf(request, isShop)
    const span = startSpan(request, route, parent)
    const active = trace.setSpan(parent, span)
    request.setDecorator('spanContext', active)
    if (span.isRecording()) finished(reply.raw, () => endSpan(span, reply))
    context.with(active, done)
  })
  // The body arrives in connection events, which have lost the request's context.
  app.addHook('preValidation', (request, _reply, done) => {
    context.with(request.getDecorator<Context | null>('spanContext') ?? context.active(), done)
  })
}

/** The span of a surrounding app takes precedence over headers. `tracestate` is foreign text, so it is ignored. */
function parentOf(request: FastifyRequest, isShop: (request: FastifyRequest) => boolean): Context {
  const active = context.active()
  const { traceparent } = request.headers
  if (traceparent === undefined || trace.getSpan(active) || !isShop(request)) return active
  return propagation.extract(active, { traceparent })
}

function startSpan(request: FastifyRequest, route: string, parent: Context): Span {
  const attributes: SpanFacts<typeof REQUEST> = {
    'http.request.method': request.method,
    'http.route': route,
    'paykka.request.id': request.id,
  }
  return tracer().startSpan(`${request.method} ${route}`, { kind: SPANS[REQUEST].kind, attributes }, parent)
}

function endSpan(span: Span, reply: FastifyReply): void {
  const status = reply.raw.statusCode
  span.setAttributes({ 'http.response.status_code': status } satisfies SpanFacts<typeof REQUEST>)
  if (status >= 500) markFailed(span, String(status))
  span.end()
}
