/** The only JSON parser of all routes with a body: UTF-8, no prototype keys, no duplicate names. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError, invalidField } from '../../domain/errors.ts'
import { hasDuplicateKeys } from './duplicate-keys.ts'
import { isTooDeep, MAX_NESTING } from './nesting.ts'
import { readUtf8 } from './utf8.ts'

const TOO_DEEP = `must not be nested more than ${MAX_NESTING} levels deep`

/** Replaces Fastify's parsers. All content types except `application/json` are refused. */
export function readStrictJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser<Buffer>(
    'application/json',
    { parseAs: 'buffer' },
    (request: FastifyRequest, bytes, done) => {
      if (bytes.length === 0) return done(null, undefined)
      const text = tryReading(request, bytes)
      if (text instanceof AppError) return done(text)
      parse(request, text, (error, body) => {
        if (!error && isTooDeep(text)) return done(invalidField('', TOO_DEEP))
        // The valid one of two amounts must not depend on the parser.
        if (!error && hasDuplicateKeys(text))
          return done(new AppError('malformed_request', { detail: 'A field is named twice.' }))
        done(error, body)
      })
    },
  )
}

function tryReading({ headers }: FastifyRequest, bytes: Uint8Array): string | AppError {
  try {
    return readUtf8(headers['content-type'], bytes)
  } catch (error) {
    return error as AppError
  }
}
