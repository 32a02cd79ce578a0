/** The filters of a payment list as SQL conditions. */
import type { Expression, SqlBool } from 'kysely'
import { sql } from 'kysely'
import type { DatabaseKind } from './database.ts'

export type PaymentFilters = {
  id?: string | undefined
  checkoutId?: string | undefined
  agreementId?: string | undefined
  transId?: string | undefined
  /** Prefix of a `trans_id`. */
  transPrefix?: string | undefined
  gatewayOrderId?: string | undefined
  orderReference?: string | undefined
  orderPrefix?: string | undefined
  shopperReference?: string | undefined
  emailHash?: string | undefined
  cardLast4?: string | undefined
  statuses?: string[] | undefined
  methods?: string[] | undefined
  cardBrands?: string[] | undefined
  currencies?: string[] | undefined
  amountMin?: number | undefined
  amountMax?: number | undefined
  /** Unix milliseconds, inclusive. */
  createdFrom?: number | undefined
  /** Unix milliseconds, exclusive. */
  createdBefore?: number | undefined
  updatedFrom?: number | undefined
  updatedBefore?: number | undefined
  /** Hash of a metadata pair. */
  metadata?: string | undefined
  /** Id of a capture, void or refund. */
  operationId?: string | undefined
  /** Our id of a dispute, or PayKKa's. */
  disputeId?: string | undefined
  ids?: string[] | undefined
}

/** @returns whether a filter matches so few payments that all of them can be read */
export function namesFew(filters: PaymentFilters): boolean {
  const { statuses, methods, cardBrands, currencies, amountMin, amountMax, ...others } = filters
  const { createdFrom, createdBefore, updatedFrom, updatedBefore, metadata, ...naming } = others
  return Object.values(naming).some((value) => value !== undefined)
}

const ofCheckouts = (condition: Expression<SqlBool>): Expression<SqlBool> =>
  sql`payments.checkout_id in (select id from checkouts where ${condition})`

export function exactly(kind: DatabaseKind, filters: PaymentFilters): Expression<SqlBool>[] {
  const { id, checkoutId, transId, gatewayOrderId, orderReference, shopperReference, emailHash } = filters
  const { agreementId, transPrefix, orderPrefix, cardLast4, operationId, disputeId, ids } = filters
  return [
    id !== undefined && sql<SqlBool>`payments.id = ${id}`,
    checkoutId !== undefined && sql<SqlBool>`payments.checkout_id = ${checkoutId}`,
    transId !== undefined && sql<SqlBool>`payments.trans_id = ${transId}`,
    gatewayOrderId !== undefined && sql<SqlBool>`payments.gateway_order_id = ${gatewayOrderId}`,
    orderReference !== undefined && ofCheckouts(sql`order_reference = ${orderReference}`),
    shopperReference !== undefined && ofCheckouts(sql`shopper_reference = ${shopperReference}`),
    emailHash !== undefined && ofCheckouts(sql`email_hash = ${emailHash}`),
    agreementId !== undefined &&
      sql<SqlBool>`payments.id in (select payment_id from saved_cards where agreement_id = ${agreementId})`,
    transPrefix !== undefined && beginsWith(kind, sql`payments.trans_id`, transPrefix),
    orderPrefix !== undefined && ofCheckouts(beginsWith(kind, sql`order_reference`, orderPrefix)),
    cardLast4 !== undefined && sql<SqlBool>`payments.card_last4 = ${cardLast4}`,
    operationId !== undefined &&
      sql<SqlBool>`payments.id in (select payment_id from operations where id = ${operationId})`,
    disputeId !== undefined &&
      sql<SqlBool>`payments.id in (select payment_id from disputes where id = ${disputeId} or dispute_id = ${disputeId})`,
    ids && sql<SqlBool>`payments.id in (${sql.join(ids)})`,
  ].filter((condition) => condition !== false && condition !== undefined)
}

/** SQLite reads a range of its index; PostgreSQL has an index for text prefixes. */
export function beginsWith(
  kind: DatabaseKind,
  column: Expression<unknown>,
  beginning: string,
): Expression<SqlBool> {
  if (kind === 'postgres') return sql`${column} like ${`${beginning.replaceAll(/[\\%_]/g, '\\$&')}%`}`
  return sql`${column} >= ${beginning} and ${column} < ${`${beginning}\u{10ffff}`}`
}

/** @param created the column, or a form of it that no index is chosen for */
export function narrowing(
  filters: PaymentFilters,
  created = sql`payments.created_at`,
): Expression<SqlBool>[] {
  const { statuses, methods, cardBrands, currencies, amountMin, amountMax } = filters
  const { createdFrom, createdBefore, updatedFrom, updatedBefore } = filters
  return [
    statuses && sql<SqlBool>`payments.status in (${sql.join(statuses)})`,
    methods && sql<SqlBool>`payments.method in (${sql.join(methods)})`,
    cardBrands && sql<SqlBool>`payments.card_brand in (${sql.join(cardBrands)})`,
    currencies && sql<SqlBool>`payments.currency in (${sql.join(currencies)})`,
    amountMin !== undefined && sql<SqlBool>`payments.amount >= ${amountMin}`,
    amountMax !== undefined && sql<SqlBool>`payments.amount <= ${amountMax}`,
    createdFrom !== undefined && sql<SqlBool>`${created} >= ${createdFrom}`,
    createdBefore !== undefined && sql<SqlBool>`${created} < ${createdBefore}`,
    updatedFrom !== undefined && sql<SqlBool>`payments.updated_at >= ${updatedFrom}`,
    updatedBefore !== undefined && sql<SqlBool>`payments.updated_at < ${updatedBefore}`,
  ].filter((condition) => condition !== false && condition !== undefined)
}
