/** The fonts beside APPEARANCE_FILE. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { FontFile } from '../../checkouts/appearance/appearance-fonts.ts'
import { FONTS_PREFIX } from '../../checkouts/appearance/appearance-fonts.ts'
import { AppError } from '../../domain/errors.ts'

export const fonts: FastifyPluginAsyncTypebox<{ files: readonly FontFile[] }> = async (app, { files }) => {
  const contents = new Map(files.map(({ path, content }) => [path, Buffer.from(content, 'base64')]))
  app.get(`${FONTS_PREFIX}:name`, { schema: SCHEMA }, async (request, reply) => {
    const content = contents.get(FONTS_PREFIX + request.params.name)
    if (!content) throw new AppError('not_found')
    const type = request.params.name.endsWith('.woff') ? 'font/woff' : 'font/woff2'
    return reply.headers(HEADERS).type(type).send(content)
  })
}

/** Browsers load fonts with CORS. The name contains a hash of the content. */
const HEADERS = {
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
  'cache-control': 'public, max-age=31536000, immutable',
}

const SCHEMA = {
  summary: 'A font of APPEARANCE_FILE',
  tags: ['pages'],
  params: Type.Object({ name: Type.String({ maxLength: 200 }) }),
  response: { 200: Type.Any(), 404: Type.Any() },
}
