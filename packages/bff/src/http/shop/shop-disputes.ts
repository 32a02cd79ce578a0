/** The shop's routes for disputes: lists, notes and outcomes. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { DisputeOutcome, ProblemCode } from '@paykka-checkout/shared-types'
import {
  DisputeEvidence,
  DisputeId,
  DisputeList,
  DisputeNoteRequest,
  DisputeOutcomeRequest,
  DisputeQuery,
  DisputeResponse,
  Strict,
} from '@paykka-checkout/shared-types'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { record } from '../../audit/record.ts'
import type { Database } from '../../database/database.ts'
import { disputeEvidence } from '../../lists/dispute-evidence.ts'
import { listDisputePage, readDispute } from '../../lists/dispute-list.ts'
import type { ListParts } from '../../lists/payment-list.ts'
import { writeOnDispute } from '../../payments/disputes.ts'
import { byOf, idempotencyKey, shopOnly } from '../access.ts'
import { BODY_PROBLEMS, KEY_PROBLEMS, responses } from '../response-schemas.ts'

type ShopDisputeOptions = ListParts & {
  database: Database
  /** Unix milliseconds. */
  now: () => number
  /** Like `now`; 0 until PayKKa has confirmed the time. */
  provenNow: () => number
  secretKeys: string[]
  keyNames: string[]
}

const WRITE_PROBLEMS: ProblemCode[] = [
  'unauthorized',
  'not_found',
  'idempotency_in_flight',
  ...KEY_PROBLEMS,
  ...BODY_PROBLEMS,
]
const DisputeParams = Strict({ id: DisputeId })
const shopTag = { tags: ['shop'], security: [{ secretKey: [] }] }

export const shopDisputes: FastifyPluginAsyncTypebox<ShopDisputeOptions> = async (app, parts) => {
  const { database, now, provenNow, keyNames } = parts
  app.addHook('onRequest', shopOnly(parts.secretKeys))
  const read = async (id: string) => ({ dispute: await readDispute(database.kind, database.db, id) })

  const write = async (
    request: FastifyRequest,
    reply: FastifyReply,
    id: string,
    text: string,
    outcome?: DisputeOutcome,
  ) => {
    const entry = { id, text, key: idempotencyKey(request, false), by: byOf(request, keyNames) }
    if (await writeOnDispute(parts, { ...entry, ...(outcome ? { outcome } : {}) }))
      reply.header('idempotency-replayed', 'true')
    return read(id)
  }

  app.get(
    '/v1/disputes',
    {
      schema: {
        ...shopTag,
        summary: 'List disputes',
        description: 'Newest report first; `order=due` puts first what must be answered first.',
        querystring: DisputeQuery,
        response: responses({ 200: DisputeList }, ['unauthorized', 'validation_failed', 'cursor_invalid']),
      },
    },
    (request) => listDisputePage(parts, request.query),
  )

  app.get(
    '/v1/disputes/:id',
    {
      schema: {
        ...shopTag,
        summary: 'Read one dispute with its reports and notes',
        params: DisputeParams,
        response: responses({ 200: DisputeResponse }, ['unauthorized', 'not_found']),
      },
    },
    (request) => read(request.params.id),
  )

  app.get(
    '/v1/disputes/:id/evidence',
    {
      schema: {
        ...shopTag,
        summary: 'All facts that may answer a dispute',
        description:
          'Holds names and addresses, so reading it is recorded. Nothing is sent to PayKKa, which takes evidence by no call.',
        params: DisputeParams,
        response: responses({ 200: DisputeEvidence }, ['unauthorized', 'not_found']),
      },
    },
    async (request) => {
      const { id } = request.params
      const evidence = await disputeEvidence(database.kind, database.db, id, provenNow())
      const by = byOf(request, keyNames)
      const { orderReference, shop } = evidence.dispute
      const target = { type: 'dispute', id }
      await database.transaction((tx) =>
        record(tx, {
          ...by,
          at: now(),
          shop,
          action: 'dispute.read',
          target,
          outcome: 'done',
          orderReference,
        }),
      )
      return evidence
    },
  )

  app.post(
    '/v1/disputes/:id/notes',
    {
      schema: {
        ...shopTag,
        summary: 'Write a note about a dispute',
        description: 'A note is never changed or deleted; it goes with the personal data of its order.',
        params: DisputeParams,
        body: DisputeNoteRequest,
        response: responses({ 200: DisputeResponse }, WRITE_PROBLEMS),
      },
    },
    (request, reply) => write(request, reply, request.params.id, request.body.text),
  )

  app.post(
    '/v1/disputes/:id/outcome',
    {
      schema: {
        ...shopTag,
        summary: 'Write down how a dispute ended at PayKKa',
        description: 'Moves no money and sends nothing to PayKKa. The dispute is no longer open.',
        params: DisputeParams,
        body: DisputeOutcomeRequest,
        response: responses({ 200: DisputeResponse }, WRITE_PROBLEMS),
      },
    },
    (request, reply) => {
      const { outcome, note = '' } = request.body
      return write(request, reply, request.params.id, note, outcome)
    },
  )
}
