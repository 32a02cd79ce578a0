/** Reads what decorates a payment before a route's schema looks at the body, and tells what it took. */
import type { Warning } from '@paykka-checkout/shared-types'
import {
  AgreementCheckoutRequest,
  CreateCheckout,
  GivenAgreementCheckout,
  GivenChange,
  GivenCharge,
  GivenCheckout,
  GivenPayment,
  GivenRefund,
  PayRequest,
  RecurringChargeRequest,
  RefundRequest,
  UpdateCheckout,
} from '@paykka-checkout/shared-types'
import type { FastifyRequest, preValidationAsyncHookHandler } from 'fastify'

type Read = { given: unknown; warnings: Warning[] }

const reads = new WeakMap<FastifyRequest, Read>()

type Readers = Promise<typeof import('../checkouts/read-decoration.ts')>
const deferred: { readers?: Readers } = {}

/** The world's telephone prefixes take a twentieth of the BFF's start, so they come with the first order. */
function loadReaders(): Readers {
  deferred.readers ??= import('../checkouts/read-decoration.ts')
  return deferred.readers
}

/** For routes whose body brings order data. */
export const readsDecoration: preValidationAsyncHookHandler = async (request) => {
  const given = request.body
  const { readDecoration } = await loadReaders()
  const { body, warnings } = readDecoration(given)
  request.body = body
  reads.set(request, { given, warnings })
  if (warnings.length > 0)
    request.log.info({ fields: warnings.map(fieldAndReason) }, 'order data was changed or left out')
}

/** Names in metadata, and of lines that are no list, are the shop's own and may say anything. */
function fieldAndReason({ field, reason }: Warning): string {
  const known = field
    .replace(/^(\/metadata)\/.*/s, '$1')
    .replace(/^(\/goods)\/(?!\d{1,4}(?:\/|$))[^/]*/, '$1/*')
  return `${known} ${reason}`
}

/** @returns the body as it was given, and what was changed of it */
export function readOf(request: FastifyRequest): Read {
  return reads.get(request) ?? { given: request.body, warnings: [] }
}

/** @returns `warnings` for an answer; no member when there is nothing to tell */
export function warningsFor(request: FastifyRequest): { warnings?: Warning[] } {
  const { warnings } = readOf(request)
  return warnings.length > 0 ? { warnings } : {}
}

/** How bodies may be written, by the schema that they have once they are read. The description shows these. */
export const GIVEN_FORMS = new Map<unknown, object>([
  [CreateCheckout, GivenCheckout],
  [AgreementCheckoutRequest, GivenAgreementCheckout],
  [UpdateCheckout, GivenChange],
  [RecurringChargeRequest, GivenCharge],
  [RefundRequest, GivenRefund],
  [PayRequest, GivenPayment],
])
