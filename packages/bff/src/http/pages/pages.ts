/** The isolated card form and the element's own files. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import fastifyStatic from '@fastify/static'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import type { CardKeys } from '../../cards/card-keys.ts'
import type { Offer } from '../../checkouts/checkout-view.ts'
import type { Mark } from '../../marks/read-marks.ts'
import { responses } from '../response-schemas.ts'
import { cardFramePage, readDrawnForm, styleHashes, withMarks } from './card-frame-page.ts'
import { readManifest } from './element-manifest.ts'

type PageOptions = {
  cardKeys: CardKeys
  offer: Offer
  allowedOrigins: string[]
  now: () => number
  marks: readonly Mark[]
  /** True beside the emulator. */
  testCards: boolean
  /** Folder of the built element: define.js, card-frame.js, chunks/, manifest.json. */
  elementDirectory: string
}

export const pages: FastifyPluginAsyncTypebox<PageOptions> = async (app, options) => {
  await app.register(fastifyStatic, {
    root: options.elementDirectory,
    prefix: '/element/v1/',
    index: false,
    dotfiles: 'deny',
    cacheControl: false,
    preCompressed: true,
    schemaHide: true,
    setHeaders: setFileHeaders,
  })

  // A file never changes: pages may have pinned it by its hash.
  await app.register(fastifyStatic, {
    root: options.elementDirectory,
    prefix: `/element/${readManifest(options.elementDirectory).version}/`,
    decorateReply: false,
    index: false,
    dotfiles: 'deny',
    cacheControl: false,
    preCompressed: true,
    schemaHide: true,
    setHeaders: (reply: FastifyReply) =>
      void reply.headers(SHARED_HEADERS).header('cache-control', IMMUTABLE),
  })

  app.get(
    '/element/manifest.json',
    {
      schema: {
        summary: "The element's files with their integrity hashes (SRI)",
        tags: ['pages'],
        response: responses({ 200: Type.Any() }, []),
      },
    },
    async (_request, reply) => {
      reply.headers(SHARED_HEADERS).header('cache-control', 'public, max-age=60')
      return JSON.parse(await readFile(join(options.elementDirectory, 'manifest.json'), 'utf8')) as unknown
    },
  )

  const drawn = withMarks(readDrawnForm(options.elementDirectory), options.marks)
  const frameHeaders = cardFrameHeaders(options, styleHashes(drawn))
  app.get(
    '/card-frame',
    {
      config: { forPeople: true },
      schema: {
        summary: 'The isolated card form',
        tags: ['pages'],
        querystring: FrameQuery,
        response: responses({ 200: Type.String() }, []),
      },
    },
    async (request, reply) => {
      const facts = {
        cardKey: await options.cardKeys.current(),
        parentOrigins: options.allowedOrigins,
        cardBrands: options.offer.cardBrands,
        serverTime: options.now(),
        testCards: options.testCards,
      }
      const page = cardFramePage(drawn, facts, request.query)
      void reply.headers(frameHeaders).type('text/html; charset=utf-8')
      if (!String(request.headers['accept-encoding']).includes('gzip')) return await reply.send(page)
      // The schema describes the text, not its compressed bytes.
      const body: unknown = await compressed(Buffer.from(page))
      return await reply.header('content-encoding', 'gzip').send(body as string)
    },
  )
}

/** The page contains no secrets, so compression reveals nothing. */
const compressed = promisify<Buffer, Buffer>(gzip)

/** Unknown values are ignored: a 422 would leave the checkout without a card form. */
const FrameQuery = Type.Object({
  locale: Type.Optional(Type.String({ maxLength: 200 })),
  theme: Type.Optional(Type.String({ maxLength: 200 })),
  form: Type.Optional(Type.String({ maxLength: 200 })),
})

/** A storefront of another origin loads these as modules, which needs CORS. They contain no personal data. */
const SHARED_HEADERS = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' }

const IMMUTABLE = 'public, max-age=31536000, immutable'

/** Chunk names contain a hash of their content, so chunks never change; browsers revalidate the entry files. */
function setFileHeaders(reply: FastifyReply, path: string): void {
  const cache = /[\\/]chunks[\\/]/.test(path) ? IMMUTABLE : 'public, max-age=300'
  reply.headers(SHARED_HEADERS).header('cache-control', cache)
}

/** Only the allowed storefronts may embed the form, and it runs and requests nothing foreign. */
function cardFrameHeaders({ allowedOrigins, marks }: PageOptions, styles: string[]): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    // Only the page's two style sheets, by their hashes.
    `style-src ${styles.join(' ')}`,
    // The merchant's marks of card brands.
    ...(marks.length > 0 ? ["img-src 'self'"] : []),
    // The fonts of an appearance: of the BFF and of the storefronts, never of others.
    `font-src 'self' ${allowedOrigins.join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${allowedOrigins.join(' ')}`,
    "require-trusted-types-for 'script'",
    'trusted-types lit-html',
  ]
  return {
    'content-security-policy': policy.join('; '),
    'cache-control': 'no-store',
    vary: 'accept-encoding',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'cross-origin',
    // A page with this policy embeds only pages with the same policy; the form embeds nothing, so this is free.
    'cross-origin-embedder-policy': 'require-corp',
    // The frame needs no device access and no wallet; a wallet's sheet belongs to the page around it.
    'permissions-policy': DENIED.map((feature) => `${feature}=()`).join(', '),
  }
}

const DENIED = [
  'camera',
  'microphone',
  'geolocation',
  'display-capture',
  'clipboard-read',
  'usb',
  'serial',
  'hid',
  'midi',
  'payment',
]
