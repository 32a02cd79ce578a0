/** Serves the merchant's marks of payment methods. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { AppError } from '../../domain/errors.ts'
import type { Mark } from '../../marks/read-marks.ts'

export const marksRoute: FastifyPluginAsyncTypebox<{ marks: readonly Mark[] }> = async (app, { marks }) => {
  const byPath = new Map(marks.map((mark) => [mark.path, mark]))

  app.get('/marks/:file', { schema: SCHEMA }, async (request, reply) => {
    const mark = byPath.get(`/marks/${request.params.file}`)
    if (!mark) throw new AppError('not_found')
    return reply.headers(HEADERS).type('image/svg+xml').send(mark.svg)
  })
}

const SCHEMA = {
  summary: 'A mark of a payment method from your MARKS_DIR, cleaned',
  tags: ['pages'],
  params: Type.Object({ file: Type.String({ maxLength: 80 }) }),
  response: { 200: Type.String(), 404: Type.Any() },
}

/** Opened by its own address, the file may load and run nothing. */
const HEADERS = {
  'content-security-policy': "default-src 'none'; sandbox",
  'cache-control': 'public, max-age=31536000, immutable',
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
}
