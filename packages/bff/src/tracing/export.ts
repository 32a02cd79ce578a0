/** Sends spans to a collector. Loaded only where one is configured, so that tracing costs nothing otherwise. */
import { setTimeout as pause } from 'node:timers/promises'
import { context, propagation, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import {
  parseKeyPairsIntoRecord,
  setGlobalErrorHandler,
  W3CTraceContextPropagator,
} from '@opentelemetry/core'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace'
import type { TracingConfig } from './tracing-settings.ts'

type Tracing = {
  /** Sends the remaining spans, with a short timeout: a collector that is down must not delay the shutdown. */
  stop(): Promise<void>
}

type Log = { warn(facts: Record<string, unknown>, message: string): void }

const LAST_SPANS_MS = 2000
const COMPLAIN_EVERY_MS = 60_000

/**
 * @param instance id of this process
 * @param now milliseconds of a monotonic clock
 */
export function startTracing(config: TracingConfig, instance: string, log: Log, now: () => number): Tracing {
  const provider = createProvider(config, instance)
  // In a host process with its own tracing, our spans go to its provider.
  if (!trace.setGlobalTracerProvider(provider)) return { stop: () => provider.shutdown().catch(() => {}) }
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  propagation.setGlobalPropagator(new W3CTraceContextPropagator())
  const complain = complainRarely(log, now)
  setGlobalErrorHandler(complain)
  return {
    stop: async () => {
      const sent = provider.shutdown().catch(complain)
      await Promise.race([sent, pause(LAST_SPANS_MS, undefined, { ref: false })])
      trace.disable()
      context.disable()
      propagation.disable()
    },
  }
}

function createProvider({ url, headers, serviceName, ratio }: TracingConfig, instance: string) {
  const exporter = new OTLPTraceExporter({ url, headers: parseKeyPairsIntoRecord(headers) })
  return new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': serviceName, 'service.instance.id': instance }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  })
}

/** If the collector is down, logs that once a minute, not with every batch. */
function complainRarely(log: Log, now: () => number): (err: unknown) => void {
  let quietUntil = Number.NEGATIVE_INFINITY
  return (err) => {
    if (now() < quietUntil) return
    quietUntil = now() + COMPLAIN_EVERY_MS
    log.warn({ err }, 'traces could not be sent')
  }
}
