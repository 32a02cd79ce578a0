/** The shop's routes to erase a shopper and to export a shopper's data. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import {
  ErasureRequest,
  ErasureResponse,
  ShopperData,
  ShopperReference,
  Strict,
} from '@paykka-checkout/shared-types'
import type { Erasures } from '../../erasure/erasures.ts'
import type { ShopAccess } from '../access.ts'
import { byOf, idempotencyKey, shopOnly } from '../access.ts'
import { BODY_PROBLEMS, KEY_PROBLEMS, responses } from '../response-schemas.ts'
import { sendAnswer } from '../send-answer.ts'

type ShopErasureOptions = ShopAccess & { erasures: Erasures }

const shared = {
  tags: ['shop'],
  security: [{ secretKey: [] }],
  params: Strict({ reference: ShopperReference }),
}

export const shopErasures: FastifyPluginAsyncTypebox<ShopErasureOptions> = async (app, options) => {
  const { erasures, secretKeys, keyNames } = options
  app.addHook('onRequest', shopOnly(secretKeys))

  app.post(
    '/v1/shoppers/:reference/erasures',
    {
      schema: {
        ...shared,
        summary: 'Forget a shopper',
        description:
          'Needs an Idempotency-Key. Deletes personal data in every table, removes saved cards in the BFF and at PayKKa, and replaces the reference by a pseudonym; sums, statuses and times remain. `kept` says what remains, why and until when. 202 while PayKKa has not answered yet: repeat the request to see its progress.',
        body: ErasureRequest,
        response: responses({ 200: ErasureResponse, 202: ErasureResponse }, [
          'unauthorized',
          'not_found',
          'erasure_not_possible',
          'agreement_active',
          'idempotency_in_flight',
          'not_ready',
          ...KEY_PROBLEMS,
          ...BODY_PROBLEMS,
        ]),
      },
    },
    async (request, reply) => {
      const key = idempotencyKey(request, true)
      const { reference } = request.params
      const by = byOf(request, keyNames)
      const { erasure, replayed } = await erasures.erase({ ...request.body, reference, key, by })
      const status = erasure.status === 'processing' ? 202 : 200
      return sendAnswer<ErasureResponse>(reply, { status, body: { erasure }, replayed })
    },
  )
  app.get(
    '/v1/shoppers/:reference/data',
    {
      schema: {
        ...shared,
        summary: 'Read all that is known of a shopper',
        description: 'For a shopper who asks what you know. That it was read is recorded.',
        response: responses({ 200: ShopperData }, ['unauthorized', 'not_found']),
      },
    },
    (request) => erasures.read(request.params.reference, byOf(request, keyNames)),
  )
}
