/** The shop's routes for saved cards and recurring payments. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import {
  AgreementList,
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
import type { Database } from '../../database/database.ts'
import { present } from '../../domain/present.ts'
import { gatewayDetail } from '../../payments/failure.ts'
import { recordsOf } from '../../payments/payment-records.ts'
import { shopPayment } from '../../payments/payment-view.ts'
import type { Payments } from '../../payments/payments.ts'
import type { SavedCards } from '../../payments/saved-cards/saved-card-service.ts'
import type { ShopAccess } from '../access.ts'
import { byOf, idempotencyKey, shopOnly } from '../access.ts'
import { readsDecoration, warningsFor } from '../decoration.ts'
import { BODY_PROBLEMS, KEY_PROBLEMS, NoBody, responses, TOKEN_PROBLEMS } from '../response-schemas.ts'
import { sendAnswer } from '../send-answer.ts'

type ShopShopperOptions = ShopAccess & {
  database: Database
  savedCards: SavedCards
  payments: Pick<Payments, 'chargeAgreement'>
}

const Shopper = Strict({ reference: ShopperReference })
const shared = { tags: ['shop'], security: [{ secretKey: [] }] }

export const shopShoppers: FastifyPluginAsyncTypebox<ShopShopperOptions> = async (app, options) => {
  const { database, savedCards, payments, secretKeys, keyNames } = options
  app.addHook('onRequest', shopOnly(secretKeys))

  app.get(
    '/v1/shoppers/:reference/cards',
    {
      schema: {
        ...shared,
        summary: "List a shopper's saved cards",
        description:
          '`others` lists what else PayKKa keeps, if any. The BFF does not know its digits. You can remove it like a card.',
        params: Shopper,
        response: responses({ 200: StoredCardList }, ['unauthorized', 'not_found']),
      },
    },
    ({ params }) => savedCards.all(params.reference),
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
      await savedCards.remove(reference, cardId, byOf(request, keyNames))
      return reply.code(204).send(null)
    },
  )
  app.get(
    '/v1/shoppers/:reference/agreements',
    {
      schema: {
        ...shared,
        summary: "List a shopper's agreements for recurring payments",
        params: Shopper,
        response: responses({ 200: AgreementList }, ['unauthorized', 'not_found']),
      },
    },
    async ({ params }) => ({ data: await savedCards.agreements(params.reference) }),
  )
  app.post(
    '/v1/shoppers/:reference/secrets',
    {
      schema: {
        ...shared,
        summary: "Make a secret that opens a shopper's saved cards in their browser",
        description: 'Valid for 30 minutes. Make one only for a shopper who is signed in to your shop.',
        params: Shopper,
        body: NoBody,
        response: responses({ 201: ShopperSecret }, ['unauthorized', 'not_found', ...BODY_PROBLEMS]),
      },
    },
    async (request, reply) => {
      const by = byOf(request, keyNames)
      return reply.code(201).send(await savedCards.openAccount(request.params.reference, by))
    },
  )
  app.post(
    '/v1/recurring/charges',
    {
      preValidation: readsDecoration,
      schema: {
        ...shared,
        summary: 'Charge an agreement without the shopper',
        description:
          'Needs an Idempotency-Key. Accepts the fields of a checkout that make sense without the shopper. Read payment.status: 201 says only that the payment exists. If PayKKa refuses because of its rules for recurring payments (2010 to 2017), `detail` begins with its code.',
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
      const by = byOf(request, keyNames)
      const { answer, checkout, payment } = await payments.chargeAgreement(request.body, key, by)
      // Only the shop gets PayKKa's reason for a refusal, never a browser.
      const detail = present({ detail: gatewayDetail(payment) })
      if (answer.status >= 400) return sendAnswer(reply, { ...answer, body: { ...detail, ...answer.body } })
      const view = shopPayment(payment, checkout.order_reference, await recordsOf(database.db, payment.id))
      return sendAnswer(reply, {
        status: 201,
        body: { payment: view, ...warningsFor(request) },
        replayed: answer.replayed,
      })
    },
  )
}
