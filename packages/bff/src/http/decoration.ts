/**
 * Reads a payment's decoration (names, addresses, goods) before the route's schema validates the body, and reports the
 * changes.
 */
import type { Warning } from '@paykka-checkout/shared-types'
import {
  AgreementCheckoutRequest,
  CreateCheckout,
  GivenAgreementCheckout,
  GivenChange,
  GivenCharge,
  GivenCheckout,
  GivenHosted,
  GivenPayment,
  GivenRefund,
  HostedRequest,
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

/** Loading the telephone prefixes takes a twentieth of the startup time, so the first order loads them. */
function loadReaders(): Readers {
  deferred.readers ??= import('../checkouts/read-decoration.ts')
  return deferred.readers
}

/** For routes whose body contains order data. */
export const readsDecoration: preValidationAsyncHookHandler = async (request) => {
  const given = request.body
  const { readDecoration } = await loadReaders()
  const { body, warnings } = readDecoration(given)
  request.body = body
  reads.set(request, { given, warnings })
  if (warnings.length > 0)
    request.log.info({ fields: warnings.map(fieldAndReason) }, 'order data was changed or left out')
}

/** Names in metadata, and names in place of a list index, are the shop's own and may contain anything. */
function fieldAndReason({ field, reason }: Warning): string {
  const known = field
    .replace(/^(\/metadata)\/.*/s, '$1')
    .replace(/^(\/goods)\/(?!\d{1,4}(?:\/|$))[^/]*/, '$1/*')
  return `${known} ${reason}`
}

/** @returns the body as sent, and the warnings about changes */
export function readOf(request: FastifyRequest): Read {
  return reads.get(request) ?? { given: request.body, warnings: [] }
}

/** @returns `warnings` for an answer; no member without warnings */
export function warningsFor(request: FastifyRequest): { warnings?: Warning[] } {
  const { warnings } = readOf(request)
  return warnings.length > 0 ? { warnings } : {}
}

/** The accepted input forms of bodies, by the strict schema they have after reading. The OpenAPI description shows these. */
export const GIVEN_FORMS = new Map<unknown, object>([
  [CreateCheckout, GivenCheckout],
  [AgreementCheckoutRequest, GivenAgreementCheckout],
  [UpdateCheckout, GivenChange],
  [RecurringChargeRequest, GivenCharge],
  [RefundRequest, GivenRefund],
  [PayRequest, GivenPayment],
  [HostedRequest, GivenHosted],
])
