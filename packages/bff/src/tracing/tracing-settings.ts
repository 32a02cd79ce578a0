/** Settings of tracing, with their OpenTelemetry names. Without a collector's address there are no traces. */
import { named, readAll } from '../environment/setting-error.ts'
import type { Values } from '../environment/variable.ts'
import { flag, optional, text, withDefault } from '../environment/variable.ts'

function ratio(value: string): number {
  const share = Number(value)
  if (share >= 0 && share <= 1) return share
  throw new Error('must be a number from 0 to 1')
}

function protocol(value: string): string {
  if (value === 'http/json') return value
  throw new Error('must be http/json: a collector takes it on the port of http/protobuf, usually 4318')
}

export const TRACING_VARIABLES = {
  OTEL_EXPORTER_OTLP_ENDPOINT: text(
    'Collector that takes OpenTelemetry traces by OTLP over HTTP, for example http://127.0.0.1:4318; without it there are none',
  ),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: text(
    'The same with its whole path, for example https://collector.example/v1/traces',
  ),
  OTEL_EXPORTER_OTLP_HEADERS: text('Headers for the collector as name=value pairs, comma-separated'),
  OTEL_EXPORTER_OTLP_PROTOCOL: { about: 'http/json, the only one there is', ...optional(protocol) },
  OTEL_SERVICE_NAME: { about: 'Name of this service in traces', ...withDefault('paykka-bff', String) },
  OTEL_TRACES_SAMPLER_ARG: {
    about: 'Share of traces to send; the sampler is parentbased_traceidratio',
    ...withDefault('1', ratio),
  },
  OTEL_SDK_DISABLED: { about: 'Send no traces, whatever else is set', ...flag(false) },
}

export type TracingConfig = {
  /** The address for spans. */
  url: string
  /** As in the environment: name=value pairs. */
  headers: string
  serviceName: string
  /** Share of traces to send, 0 to 1. */
  ratio: number
}

type TracingValues = Values<typeof TRACING_VARIABLES>

/** @throws SettingError */
export function readTracing(values: TracingValues): TracingConfig | undefined {
  const { url, headers, serviceName, ratio } = readAll({
    url: () => (isUsed(values) ? collectorUrl(values) : undefined),
    protocol: () => (isUsed(values) ? values.OTEL_EXPORTER_OTLP_PROTOCOL : undefined),
    headers: () => values.OTEL_EXPORTER_OTLP_HEADERS ?? '',
    serviceName: () => values.OTEL_SERVICE_NAME,
    ratio: () => values.OTEL_TRACES_SAMPLER_ARG,
  })
  return url === undefined ? undefined : { url, headers, serviceName, ratio }
}

/** Without a collector, OpenTelemetry variables of other programs are ignored. */
function isUsed(values: TracingValues): boolean {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: base, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: whole } = values
  return !values.OTEL_SDK_DISABLED && (base ?? whole) !== undefined
}

function collectorUrl(values: TracingValues): string {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: base, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: whole } = values
  if (whole !== undefined) return named('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', () => address(whole))
  return named('OTEL_EXPORTER_OTLP_ENDPOINT', () => `${address(base)}/v1/traces`)
}

/** Spans contain no secrets and no card data, and the collector usually runs beside the BFF, so plain HTTP is allowed. */
function address(value = ''): string {
  const url = URL.parse(value)
  if (!url || !/^https?:$/.test(url.protocol))
    throw new Error('must be an http(s) address, for example http://127.0.0.1:4318')
  if (url.username || url.hash) throw new Error('must not have a user or a fragment')
  return url.href.replace(/\/+$/, '')
}
