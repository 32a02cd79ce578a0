/** Reads the settings of traces. Without a collector’s address there are none. */
import type { Environment } from '../config/config-schema.ts'
import type { Take } from '../config/take.ts'

export type TracingConfig = {
  /** Where spans are posted. */
  url: string
  /** As the environment has them: name=value pairs. */
  headers: string
  serviceName: string
  /** Share of traces to send, 0 to 1. */
  ratio: number
}

/** Never throws: complaints go through `take`. */
export function readTracing(values: Environment, take: Take): TracingConfig | undefined {
  const {
    OTEL_EXPORTER_OTLP_ENDPOINT: base,
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: whole,
    OTEL_EXPORTER_OTLP_PROTOCOL: protocol = 'http/json',
  } = values
  if (values.OTEL_SDK_DISABLED === 'true' || (base === undefined && whole === undefined)) return undefined
  take('OTEL_EXPORTER_OTLP_PROTOCOL', () => checkProtocol(protocol), undefined)
  const url =
    whole === undefined
      ? take('OTEL_EXPORTER_OTLP_ENDPOINT', () => `${address(base)}/v1/traces`, '')
      : take('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', () => address(whole), '')
  return {
    url,
    headers: values.OTEL_EXPORTER_OTLP_HEADERS ?? '',
    serviceName: values.OTEL_SERVICE_NAME,
    ratio: values.OTEL_TRACES_SAMPLER_ARG,
  }
}

function checkProtocol(protocol: string): void {
  if (protocol !== 'http/json')
    throw new Error('must be http/json: a collector takes it on the port of http/protobuf, usually 4318')
}

/** Spans hold no secret and no card, and a collector is usually beside the BFF: plain HTTP will do. */
function address(value = ''): string {
  const url = URL.parse(value)
  if (!url || !/^https?:$/.test(url.protocol))
    throw new Error('must be an http(s) address, for example http://127.0.0.1:4318')
  if (url.username || url.hash) throw new Error('must not carry a user or a fragment')
  return url.href.replace(/\/+$/, '')
}
