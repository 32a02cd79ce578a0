/** The environment variables of traces, by their standard names; part of `config-schema.ts`. */
import { OneOf } from '@paykka-checkout/shared-types'
import { Type } from 'typebox'

const text = (description: string) => Type.Optional(Type.String({ description }))

export const TRACING_VARIABLES = {
  OTEL_EXPORTER_OTLP_ENDPOINT: text(
    'Collector that takes OpenTelemetry traces by OTLP over HTTP, for example http://127.0.0.1:4318; without it there are none',
  ),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: text(
    'The same with its whole path, for example https://collector.example/v1/traces',
  ),
  OTEL_EXPORTER_OTLP_HEADERS: text('Headers for the collector as name=value pairs, comma-separated'),
  OTEL_EXPORTER_OTLP_PROTOCOL: text('http/json, the only one there is'),
  OTEL_SERVICE_NAME: Type.String({ description: 'Name of this service in traces', default: 'paykka-bff' }),
  OTEL_TRACES_SAMPLER_ARG: Type.Number({
    description: 'Share of traces to send; the sampler is parentbased_traceidratio',
    minimum: 0,
    maximum: 1,
    default: 1,
  }),
  OTEL_SDK_DISABLED: OneOf(['true', 'false'], 'Send no traces, whatever else is set (false)'),
}

/** Defaults of the enumerated variables among them. */
export const TRACING_WORD_DEFAULTS = { OTEL_SDK_DISABLED: 'false' } as const
