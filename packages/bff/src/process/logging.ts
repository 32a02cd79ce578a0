/** What a log line may hold. Serializers name what goes in; nothing else of a request or an error is ever written. */
import type { LoggerOptions } from 'pino'
import { pino } from 'pino'
import { maskCardNumbers } from '../cards/card-numbers.ts'

/** Where events of the server go, with their facts. */
export type Logger = {
  info(facts: Record<string, unknown>, message: string): void
  warn(facts: Record<string, unknown>, message: string): void
  error(facts: Record<string, unknown>, message: string): void
}

/** Runs of digits as long as a card number, also spaced or dashed. Some library may quote its input in a message. */
const CARD_LIKE = /\d(?:[ -]?\d){11,18}/g

/** A security code beside its name. */
const CODE_LIKE = /\b(cv[cv]2?\W{1,4})\d{3,4}\b/gi

/** @returns the text with card-like digits taken out */
export function scrub(text: string): string {
  return text.replace(CARD_LIKE, '[digits]').replace(CODE_LIKE, '$1[digits]')
}

type RequestLike = { id?: string; method?: string; routeOptions?: { url?: string | undefined } }
type ErrorLike = { name?: string; code?: string; message?: string; stack?: string }

/** The route's pattern stands for the address: the address itself may hold a return reference. */
function serializeRequest(request: RequestLike) {
  return { id: request.id, method: request.method, route: request.routeOptions?.url }
}

function serializeError(error: ErrorLike) {
  return {
    type: error.name,
    code: error.code,
    message: scrub(String(error.message ?? '')),
    stack: scrub(String(error.stack ?? '')),
  }
}

/** The last look at every line, whoever wrote it: a card number or a ciphertext of one goes no further. */
export function maskingStream(destination: LogStream): LogStream {
  return {
    write: (line) =>
      destination.write(
        maskCardNumbers(line).replace(CODE_LIKE, '$1[digits]').replace(CIPHERTEXT, '$1[sealed]'),
      ),
  }
}

export type LogStream = { write(line: string): unknown }

/** PayKKa's encrypted fields by name, and compact JWEs by their form. */
const CIPHERTEXT = /(encrypted\w*\\?"\s*:\s*\\?"|\b(?=eyJ[\w-]+\.[\w-]*\.[\w-]+\.[\w-]+\.[\w-]+))[^"\\\s]+/gi

/** Facts are words, counts and lists of them. A nested value may hold anything, so it is left out. */
function flatFacts(facts: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(facts).filter(([name, value]) => name in SERIALIZERS || isFlat(value)),
  )
}

const isFlat = (value: unknown): boolean =>
  typeof value !== 'object' || (Array.isArray(value) && value.every((item) => typeof item !== 'object'))

const SERIALIZERS = {
  req: serializeRequest,
  res: (reply: { statusCode?: number }) => ({ status: reply.statusCode }),
  err: serializeError,
}

/** @param level least severe level to write */
export function loggerOptions(level: string): LoggerOptions {
  return {
    level,
    base: null,
    serializers: SERIALIZERS,
    formatters: { log: flatFacts },
  }
}

/** @returns the server's logger: every line is masked before it reaches `destination` */
export function createLogger(level: string, destination: LogStream) {
  return pino(loggerOptions(level), maskingStream(destination))
}
