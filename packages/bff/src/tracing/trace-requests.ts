/** One span per request, named by its route's pattern: the address itself may hold a return reference. */
import { finished } from 'node:stream'
import type { Context, Span } from '@opentelemetry/api'
import { context, propagation, trace } from '@opentelemetry/api'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { SpanFacts } from './spans.ts'
import { markFailed, SPANS, tracer } from './spans.ts'

const REQUEST = '{method} {route}'
/** Asked every few seconds, and worth no trace. */
const PROBES = new Set(['/healthz', '/readyz', '/metrics'])

/**
 * @param isShop whether a request comes from the shop's server. Only its `traceparent` is taken: anybody else could make
 *   this process write traces without end, or into traces of others.
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
  // The body comes by events of the connection, which know nothing of the request they belong to.
  app.addHook('preValidation', (request, _reply, done) => {
    context.with(request.getDecorator<Context | null>('spanContext') ?? context.active(), done)
  })
}

/** The span of an app that this one is mounted in goes before any header. `tracestate` is text of others: it is left out. */
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
