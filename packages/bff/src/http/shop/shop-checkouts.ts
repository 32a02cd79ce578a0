/** The shop’s side of checkouts: create, read, change, cancel. */

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Checkout as CheckoutBody, ProblemCode } from '@paykka-checkout/shared-types'
import {
  Checkout,
  CreateCheckout,
  CreatedCheckout,
  Strict,
  UpdateCheckout,
} from '@paykka-checkout/shared-types'
import { Type } from 'typebox'
import type { CheckoutParts } from '../../checkouts/create-checkout.ts'
import { cancelCheckout, changeCheckout } from '../../checkouts/create-checkout.ts'
import { createOnce } from '../../checkouts/create-once.ts'
import { orderFieldProblems } from '../../checkouts/order-fields.ts'
import { findCheckout } from '../../database/checkout-rows.ts'
import { listPayments } from '../../database/payment-rows.ts'
import type { CheckoutRow } from '../../database/tables.ts'
import { AppError } from '../../domain/errors.ts'
import { readRecords } from '../../payments/payment-records.ts'
import { shopCheckout } from '../../payments/shop-checkout.ts'
import { byOf, idempotencyKey, shopOnly } from '../access.ts'
import { readOf, readsDecoration, warningsFor } from '../decoration.ts'
import {
  BODY_PROBLEMS,
  CHECKOUT_PROBLEMS,
  CheckoutParams,
  KEY_PROBLEMS,
  responses,
} from '../response-schemas.ts'

/** Nothing to say: no body at all, or an empty object. */
const NoBody = Type.Union([Strict({}), Type.Null()])

const CHANGE_PROBLEMS: ProblemCode[] = ['unauthorized', 'not_found', ...CHECKOUT_PROBLEMS, ...BODY_PROBLEMS]

export type ShopCheckoutOptions = CheckoutParts & { secretKeys: string[]; keyNames: string[] }

export const shopCheckouts: FastifyPluginAsyncTypebox<ShopCheckoutOptions> = async (app, parts) => {
  app.addHook('onRequest', shopOnly(parts.secretKeys))

  app.post(
    '/v1/checkouts',
    {
      preValidation: readsDecoration,
      config: {
        fieldRules: (body, problems) => orderFieldProblems(body, problems, parts.allowedOrigins),
      },
      schema: {
        summary: 'Create a checkout',
        tags: ['shop'],
        security: [{ secretKey: [] }],
        body: CreateCheckout,
        response: responses({ 201: CreatedCheckout }, [
          'unauthorized',
          'order_in_progress',
          'order_already_paid',
          'checkout_closed',
          'idempotency_in_flight',
          ...KEY_PROBLEMS,
          ...BODY_PROBLEMS,
        ]),
      },
    },
    async (request, reply) => {
      const key = idempotencyKey(request, false)
      const { checkout, replayed } = await createOnce(parts, key, request.body, readOf(request))
      if (replayed) reply.header('idempotency-replayed', 'true')
      return reply.code(201).send(checkout)
    },
  )

  app.get(
    '/v1/checkouts/:id',
    {
      schema: {
        summary: 'Read a checkout with its payments',
        tags: ['shop'],
        security: [{ secretKey: [] }],
        params: CheckoutParams,
        response: responses({ 200: Checkout }, ['unauthorized', 'not_found']),
      },
    },
    async (request) => {
      const row = await findCheckout(parts.store.db, request.params.id)
      if (!row) throw new AppError('not_found')
      return view(parts, row)
    },
  )

  app.patch(
    '/v1/checkouts/:id',
    {
      preValidation: readsDecoration,
      schema: {
        summary: 'Give an open checkout a new amount or basket',
        tags: ['shop'],
        security: [{ secretKey: [] }],
        params: CheckoutParams,
        body: UpdateCheckout,
        response: responses({ 200: Checkout }, CHANGE_PROBLEMS),
      },
    },
    async (request) => ({
      ...(await view(
        parts,
        await changeCheckout(parts, request.params.id, request.body, byOf(request, parts.keyNames)),
      )),
      ...warningsFor(request),
    }),
  )

  app.post(
    '/v1/checkouts/:id/cancel',
    {
      schema: {
        summary: 'Close an open checkout',
        tags: ['shop'],
        security: [{ secretKey: [] }],
        params: CheckoutParams,
        body: NoBody,
        response: responses({ 200: Checkout }, CHANGE_PROBLEMS),
      },
    },
    async (request) =>
      view(parts, await cancelCheckout(parts, request.params.id, byOf(request, parts.keyNames))),
  )
}

async function view(parts: CheckoutParts, row: CheckoutRow): Promise<CheckoutBody> {
  const payments = await listPayments(parts.store.db, row.id)
  const records = await readRecords(
    parts.store.db,
    payments.map((payment) => payment.id),
  )
  return shopCheckout(row, payments, records, parts.provenNow())
}
