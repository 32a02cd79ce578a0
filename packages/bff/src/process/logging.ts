/** The content of log lines. Serializers list the allowed members; nothing else of a request or an error is written. */
import type { LoggerOptions } from 'pino'
import { pino } from 'pino'
import { maskCardNumbers } from '../cards/card-numbers.ts'

/** The logger of the server: messages with facts. */
export type Logger = {
  info(facts: Record<string, unknown>, message: string): void
  warn(facts: Record<string, unknown>, message: string): void
  error(facts: Record<string, unknown>, message: string): void
}

/** Digit runs with the length of a card number, also with spaces or dashes. A library may quote its input in a message. */
const CARD_LIKE = /\d(?:[ -]?\d){11,18}/g

/** A security code next to its name. */
const CODE_LIKE = /\b(cv[cv]2?\W{1,4})\d{3,4}\b/gi

/** @returns the text without card-like digits */
export function scrub(text: string): string {
  return text.replace(CARD_LIKE, '[digits]').replace(CODE_LIKE, '$1[digits]')
}

type RequestLike = { id?: string; method?: string; routeOptions?: { url?: string | undefined } }
type ErrorLike = { name?: string; code?: string; message?: string; stack?: string }

/** Logs the route's pattern instead of the URL, which may contain a return reference. */
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

/** The last check of every line from any source: masks card numbers and their ciphertext. */
export function maskingStream(destination: LogStream): LogStream {
  return {
    write: (line) =>
      destination.write(
        maskCardNumbers(line).replace(CODE_LIKE, '$1[digits]').replace(CIPHERTEXT, '$1[sealed]'),
      ),
  }
}

export type LogStream = { write(line: string): unknown }

/** PayKKa's encrypted fields by name, and compact JWEs by form. */
const CIPHERTEXT = /(encrypted\w*\\?"\s*:\s*\\?"|\b(?=eyJ[\w-]+\.[\w-]*\.[\w-]+\.[\w-]+\.[\w-]+))[^"\\\s]+/gi

/** Facts are words, numbers and lists of them. A nested value may contain anything, so it is dropped. */
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
