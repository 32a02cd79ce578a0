/** Creates a checkout under an idempotency key: the same key returns the same checkout, even after a crash. */
import type { CreateCheckout, CreatedCheckout, Warning } from '@paykka-checkout/shared-types'
import type { By } from '../audit/record.ts'
import { findCheckout } from '../database/checkout-rows.ts'
import type { Queries } from '../database/database.ts'
import { storeAnswer } from '../database/idempotency-rows.ts'
import { idempotent, storedAnswer } from '../database/idempotent.ts'
import type { IdempotencyRow } from '../database/tables.ts'
import { AppError } from '../domain/errors.ts'
import { canonicalJson, fingerprint, newId } from '../domain/ids.ts'
import { deriveId } from '../domain/trans-id.ts'
import { inSpan } from '../tracing/spans.ts'
import type { CheckoutParts } from './create-checkout.ts'
import { createCheckout } from './create-checkout.ts'

const SCOPE = 'create'

/**
 * Two requests are equal when their bodies as sent are equal; a later version may read a body differently. `renews` is our
 * id of the agreement that gets another card.
 */
export type Read = { given: unknown; warnings: Warning[]; renews?: string }

export type Created = { checkout: CreatedCheckout; replayed: boolean }

/**
 * @param key idempotency key; undefined creates without protection against a double request
 * @param by who creates it
 * @param read the body as the shop sent it, and the warnings about changes
 * @throws AppError validation_failed | idempotency_key_reused | order_in_progress | order_already_paid
 */
export function createOnce(
  parts: CheckoutParts,
  key: string | undefined,
  body: CreateCheckout,
  by: By,
  read: Read = { given: body, warnings: [] },
): Promise<Created> {
  return inSpan('checkout create', {}, async (note) => {
    const created = await createOrRepeat(parts, key, body, by, read)
    note({ 'paykka.checkout.id': created.checkout.id })
    return created
  })
}

async function createOrRepeat(
  parts: CheckoutParts,
  key: string | undefined,
  body: CreateCheckout,
  by: By,
  { given, warnings, renews }: Read,
): Promise<Created> {
  const reported = warnings.length > 0 ? { warnings } : {}
  return parts.database.transaction(async (tx) => {
    const create = async (id?: string) => ({
      ...(await createCheckout(parts, tx, body, by, id, renews)),
      ...reported,
    })
    if (key === undefined) return { checkout: await create(), replayed: false }
    const print = fingerprint(canonicalJson(given))
    const claim = { scope: SCOPE, key, fingerprint: print, paymentId: null, now: parts.now() }
    const once = await idempotent(tx, claim, async () => create(await idFor(parts, tx, `${key}\n${print}`)))
    if ('earlier' in once) return repeat(parts, tx, once.earlier)
    // The client secret is derived from the id, so the stored answer omits it and the database holds no bearer secret.
    const { clientSecret: _hidden, ...body201 } = once.done
    await storeAnswer(tx, SCOPE, key, { status: 201, body: body201 })
    return { checkout: once.done, replayed: false }
  })
}

/**
 * Derived from the key and the request: a database that lost this checkout creates it again with the same id, and so
 * queries PayKKa for the same `trans_id`. A key that is reused after its retention period creates a separate checkout.
 */
async function idFor(parts: CheckoutParts, tx: Queries, request: string): Promise<string> {
  const id = `chk_${deriveId(parts.transIdKey, `create\n${request}`).slice(0, 22)}`
  return (await findCheckout(tx, id)) ? newId('chk') : id
}

async function repeat(parts: CheckoutParts, tx: Queries, earlier: IdempotencyRow): Promise<Created> {
  const answer = storedAnswer<Omit<CreatedCheckout, 'clientSecret'>>(earlier)?.body
  if (!answer) throw new AppError('idempotency_in_flight', { retryAfter: 1 })
  const row = await findCheckout(tx, answer.id)
  const clientSecret = parts.clientSecret(answer.id)
  if (!row || row.secret_hash !== fingerprint(clientSecret)) {
    throw new AppError('checkout_closed', {
      detail: "Its client secret can't be returned again: the signing key has changed since.",
    })
  }
  return { checkout: { ...answer, clientSecret }, replayed: true }
}
