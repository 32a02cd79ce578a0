/** Files for accounting: payments and movements, from one view of the database. */
import { PassThrough, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { ProblemCode } from '@paykka-checkout/shared-types'
import { AuditFileQuery, MovementsFileQuery, PaymentsFileQuery } from '@paykka-checkout/shared-types'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { By } from '../../audit/record.ts'
import { record } from '../../audit/record.ts'
import { sealForReading } from '../../audit/seal.ts'
import type { Database } from '../../database/database.ts'
import { canonicalJson, newId } from '../../domain/ids.ts'
import type { FileOrder } from '../../exports/file-order.ts'
import {
  checkRows,
  isPersonal,
  MAX_ROWS,
  readAuditFileOrder,
  readFileOrder,
} from '../../exports/file-order.ts'
import { countLines, writeFile } from '../../exports/write-file.ts'
import type { FilterParts } from '../../lists/payment-filters.ts'
import { byOf, shopOnly } from '../access.ts'
import { responses } from '../response-schemas.ts'

type ShopExportOptions = FilterParts & {
  database: Database
  /** Unix milliseconds. */
  now: () => number
  secretKeys: string[]
  keyNames: string[]
}

const PROBLEMS: ProblemCode[] = ['unauthorized', 'validation_failed', 'not_ready']
/** A client that stops reading for this long loses its snapshot of the database. */
const STALLED_MS = 60_000

const schema = (summary: string, description: string) => ({
  summary,
  description: `${description} RFC 4180, UTF-8, one head line. Of ${MAX_ROWS.toLocaleString('en')} lines at most. Each file is recorded. One that breaks off ends with an error of the connection.`,
  tags: ['shop'],
  security: [{ secretKey: [] }],
  produces: ['text/csv'],
  response: responses({ 200: Type.String() }, PROBLEMS),
})

export const shopExports: FastifyPluginAsyncTypebox<ShopExportOptions> = async (app, parts) => {
  app.addHook('onRequest', shopOnly(parts.secretKeys))

  app.get(
    '/v1/exports/payments.csv',
    {
      schema: {
        ...schema(
          'Payments as a file',
          'One line per attempt to pay. `email`, `name` and `country` only by `columns`.',
        ),
        querystring: PaymentsFileQuery,
      },
    },
    (request, reply) =>
      answerFile(parts, readFileOrder(parts, 'payments', request.query, true), request, reply),
  )

  app.get(
    '/v1/exports/movements.csv',
    {
      schema: {
        ...schema(
          'Movements of money as a file',
          'One line per capture, refund, void and dispute. In each currency the signed amounts add up to captured less refunded.',
        ),
        querystring: MovementsFileQuery,
      },
    },
    (request, reply) =>
      answerFile(parts, readFileOrder(parts, 'movements', request.query, true), request, reply),
  )

  app.get(
    '/v1/exports/audit.csv',
    {
      schema: {
        ...schema(
          'The audit record as a file',
          'One line per entry, oldest first, with the hashes that `paykka-bff audit verify` checks.',
        ),
        querystring: AuditFileQuery,
      },
    },
    async (request, reply) => {
      const order = readAuditFileOrder(request.query, true)
      await sealForReading(parts.database)
      return answerFile(parts, order, request, reply)
    },
  )
}

/** All refusals happen before the first line: afterwards only a broken connection can report a failure. */
async function answerFile(
  parts: ShopExportOptions,
  order: FileOrder,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const by = byOf(request, parts.keyNames)
  const { promise: begun, resolve, reject } = Promise.withResolvers<PassThrough>()
  const file = new PassThrough()
  file.on('error', () => {})
  const writing = parts.database.snapshot(async (db) => {
    const view = { database: { kind: parts.database.kind, db }, transIdKey: parts.transIdKey }
    const rows = await countLines(view, order, MAX_ROWS)
    checkRows(rows)
    await recordFile(parts, order, rows, request.query as object, by)
    resolve(file)
    await pipeline(Readable.from(watched(writeFile(view, order), file)), file)
  })
  // Before the first line a failure is an ordinary error answer; later the connection breaks.
  writing.catch((error: Error) => {
    reject(error)
    request.log.error({ err: error, file: order.kind }, 'a file was not written completely')
  })
  await begun
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${order.kind}.csv"`)
    .send(file)
}

/** Ends a file when the client stops reading. */
async function* watched(pieces: AsyncIterable<string>, file: PassThrough): AsyncGenerator<string> {
  const timer = setTimeout(() => file.destroy(new Error('nobody read on')), STALLED_MS)
  try {
    for await (const piece of pieces) {
      timer.refresh()
      yield piece
    }
  } finally {
    clearTimeout(timer)
  }
}

/** Contains no personal data: entries stay when a shopper is erased. */
const UNREPORTED = /^(email|q|shopperReference|metadata\..*)$/

async function recordFile(
  { database, now }: ShopExportOptions,
  order: FileOrder,
  rows: number,
  query: object,
  by: By,
): Promise<void> {
  const reported = Object.fromEntries(Object.entries(query).filter(([name]) => !UNREPORTED.test(name)))
  const detail = { rows, personal: isPersonal(order) ? 1 : 0, filters: canonicalJson(reported) }
  const target = { type: 'export', id: newId('exp') }
  await database.transaction((tx) =>
    record(tx, {
      ...by,
      at: now(),
      shop: 'default',
      action: `export.${order.kind}`,
      target,
      outcome: 'done',
      detail,
    }),
  )
}
