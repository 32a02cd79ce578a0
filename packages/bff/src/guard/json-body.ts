/** The one JSON parser of all routes that read a body: no prototype keys, no name twice. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError } from '../errors.ts'
import { hasDuplicateKeys } from './duplicate-keys.ts'

/** Replaces Fastify’s parsers. Other content types than `application/json` are refused from then on. */
export function readStrictJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser<string>(
    'application/json',
    { parseAs: 'string' },
    (request: FastifyRequest, text, done) => {
      parse(request, text, (error, body) => {
        // Which of two amounts counts must not depend on who reads the text.
        if (!error && hasDuplicateKeys(text))
          return done(new AppError('malformed_request', { detail: 'A field is named twice.' }))
        done(error, body)
      })
    },
  )
}
