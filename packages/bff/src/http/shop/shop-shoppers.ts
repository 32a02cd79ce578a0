/** The shop’s side of saved cards and recurring payments. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { PaymentResponse as PaymentBody } from '@paykka-checkout/shared-types'
import {
  AgreementId,
  AgreementList,
  AgreementResponse,
  CardId,
  PaymentResponse,
  RecurringChargeRequest,
  ShopperReference,
  ShopperSecret,
  StoredCardList,
  Strict,
  TokenId,
} from '@paykka-checkout/shared-types'
import { Type } from 'typebox'
import { present } from '../../domain/present.ts'
import { gatewayDetail } from '../../payments/failure.ts'
import { recordsOf } from '../../payments/payment-records.ts'
import { shopPayment } from '../../payments/payment-view.ts'
import type { Payments } from '../../payments/payments.ts'
import type { TokenNames } from '../../payments/saved-cards/other-tokens.ts'
import { removeOtherToken } from '../../payments/saved-cards/other-tokens.ts'
import type { SavedCardParts } from '../../payments/saved-cards/saved-cards.ts'
import {
  endAgreement,
  listAgreements,
  openAccount,
  removeCard,
  shopperCards,
} from '../../payments/saved-cards/saved-cards.ts'
import { byOf, idempotencyKey, shopOnly } from '../access.ts'
import { readsDecoration, warningsFor } from '../decoration.ts'
import { BODY_PROBLEMS, KEY_PROBLEMS, responses, TOKEN_PROBLEMS } from '../response-schemas.ts'

export type ShopShopperOptions = SavedCardParts &
  TokenNames & {
    payments: Pick<Payments, 'chargeAgreement'>
    secretKeys: string[]
    keyNames: string[]
  }

const Shopper = Strict({ reference: ShopperReference })
const NoBody = Type.Union([Strict({}), Type.Null()])
const shared = { tags: ['shop'], security: [{ secretKey: [] }] }

export const shopShoppers: FastifyPluginAsyncTypebox<ShopShopperOptions> = async (app, parts) => {
  app.addHook('onRequest', shopOnly(parts.secretKeys))

  app.get(
    '/v1/shoppers/:reference/cards',
    {
      schema: {
        ...shared,
        summary: 'List a shopper’s saved cards',
        description:
          '`others` is what PayKKa keeps besides, where there is any: nobody here knows its digits. It can be removed like a card.',
        params: Shopper,
        response: responses({ 200: StoredCardList }, ['unauthorized', 'not_found']),
      },
    },
    async ({ params }) => shopperCards(parts, params.reference),
  )
  app.delete(
    '/v1/shoppers/:reference/cards/:cardId',
    {
      schema: {
        ...shared,
        summary: 'Remove a saved card',
        params: Strict({ reference: ShopperReference, cardId: Type.Union([CardId, TokenId]) }),
        response: responses({ 204: Type.Null() }, ['unauthorized', 'not_found', ...TOKEN_PROBLEMS]),
      },
    },
    async (request, reply) => {
      const { reference, cardId } = request.params
      const by = byOf(request, parts.keyNames)
      if (cardId.startsWith('tok_')) await removeOtherToken(parts, reference, cardId, by)
      else await removeCard(parts, reference, cardId, by)
      return reply.code(204).send(null)
    },
  )
  app.get(
    '/v1/shoppers/:reference/agreements',
    {
      schema: {
        ...shared,
        summary: 'List a shopper’s agreements for recurring payments',
        params: Shopper,
        response: responses({ 200: AgreementList }, ['unauthorized', 'not_found']),
      },
    },
    async ({ params }) => ({ data: await listAgreements(parts, params.reference) }),
  )
  app.post(
    '/v1/shoppers/:reference/secrets',
    {
      schema: {
        ...shared,
        summary: 'Make a secret that opens a shopper’s saved cards in their browser',
        description: 'Good for 30 minutes. Make one only for a shopper whom your shop has signed in.',
        params: Shopper,
        body: NoBody,
        response: responses({ 201: ShopperSecret }, ['unauthorized', 'not_found', ...BODY_PROBLEMS]),
      },
    },
    async ({ params }, reply) => reply.code(201).send(await openAccount(parts, params.reference)),
  )
  app.post(
    '/v1/recurring/charges',
    {
      preValidation: readsDecoration,
      schema: {
        ...shared,
        summary: 'Charge an agreement without the shopper',
        description:
          'Needs an Idempotency-Key. Takes what a checkout carries, as far as it makes sense without the shopper. Read payment.status: 201 says that the payment exists. Where PayKKa refuses by one of its own rules for recurring payments (2010 to 2017), `detail` begins with its code.',
        body: RecurringChargeRequest,
        response: responses({ 201: PaymentResponse }, [
          'unauthorized',
          'not_found',
          'payment_in_progress',
          'already_paid',
          'order_in_progress',
          'order_already_paid',
          'agreement_missing',
          'agreement_inactive',
          'recurring_refused',
          'idempotency_in_flight',
          ...KEY_PROBLEMS,
          ...BODY_PROBLEMS,
          ...TOKEN_PROBLEMS,
        ]),
      },
    },
    async (request, reply) => {
      const key = idempotencyKey(request, true)
      const { answer, checkout, payment } = await parts.payments.chargeAgreement(
        request.body,
        key,
        request.id,
      )
      if (answer.replayed) reply.header('idempotency-replayed', 'true')
      if (answer.status >= 400)
        return (
          reply
            .code(answer.status as 201)
            .type('application/problem+json; charset=utf-8')
            // Why PayKKa refuses is for the shop to read; a browser's answer never says it.
            .send({ ...present({ detail: gatewayDetail(payment) }), ...answer.body } as PaymentBody)
        )
      const records = await recordsOf(parts.store.db, payment.id)
      return reply.code(201).send({
        payment: shopPayment(payment, checkout.order_reference, records),
        ...warningsFor(request),
      })
    },
  )
  app.delete(
    '/v1/recurring/agreements/:id',
    {
      schema: {
        ...shared,
        summary: 'End an agreement',
        params: Strict({ id: AgreementId }),
        response: responses({ 200: AgreementResponse }, ['unauthorized', 'not_found', ...TOKEN_PROBLEMS]),
      },
    },
    async (request) => ({
      agreement: await endAgreement(parts, request.params.id, byOf(request, parts.keyNames)),
    }),
  )
}
