/**
 * Requests as they may be written. What only decorates a payment is read generously: these are the forms in which it is
 * taken, and the schemas of the same things elsewhere are the forms in which it is kept. Money, versions and ids are exact.
 */
import type { Static, TSchema } from 'typebox'
import { Type } from 'typebox'
import { AgreementCheckoutRequest, CreateCheckout, UpdateCheckout } from './checkout.ts'
import { HostedRequest } from './hosted.ts'
import { Money } from './money.ts'
import { RefundRequest } from './operation.ts'
import { Address, GoodsItem, Recurring, RecurringInterval, RefundCustomer, Shopper } from './party.ts'
import { PayRequest } from './payment.ts'
import { Strict } from './primitives.ts'
import { RecurringChargeRequest } from './saved-cards.ts'

/** Longer text is taken too, as far as the body may be long. */
const MAX_CHARACTERS = 10_000

/** JSON's numbers, as far as they are exact. */
const AnyNumber = Type.Number({ minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER })

const loosely = (description: string) =>
  Type.Optional(
    Type.Union([Type.String({ maxLength: MAX_CHARACTERS }), AnyNumber, Type.Null()], { description }),
  )

/** The same members, each as text, number or null, with the form in which it is kept in words. */
function loose<T extends Record<string, TSchema>>(properties: T, title: string) {
  const members = Object.entries(properties).map(([name, schema]) => [name, loosely(keptAs(schema))])
  return Strict(Object.fromEntries(members) as { [K in keyof T]: ReturnType<typeof loosely> }, title)
}

function keptAs({ maxLength, description }: TSchema & { maxLength?: number; description?: string }): string {
  const about = description === undefined ? '' : `${description}. `
  return `${about}${maxLength === undefined ? 'Kept as a whole number or as text' : `Kept with at most ${maxLength} characters`}`
}

const orNull = <T extends TSchema>(schema: T) => Type.Optional(Type.Union([schema, Type.Null()]))

const GivenAddress = loose(Address.properties, 'GivenAddress')
const GivenGoodsItem = loose(GoodsItem.properties, 'GivenGoodsItem')
const { reference: _reference, ...about } = Shopper.properties
const GivenShopper = Strict(
  { ...loose(about, '').properties, reference: Shopper.properties.reference },
  'GivenShopper',
)
const goods = orNull(Type.Array(GivenGoodsItem, { maxItems: 1000 }))
const metadata = orNull(
  Type.Record(
    Type.String({ maxLength: MAX_CHARACTERS }),
    Type.Union([Type.String({ maxLength: MAX_CHARACTERS }), AnyNumber, Type.Boolean(), Type.Null()]),
    { maxProperties: 1000 },
  ),
)

const order = {
  shopper: orNull(GivenShopper),
  goods,
  billing: orNull(GivenAddress),
  shipping: orNull(GivenAddress),
  metadata,
  descriptor: loosely(keptAs(CreateCheckout.properties.descriptor)),
}

const GivenRecurring = Strict(
  {
    ...Recurring.properties,
    amount: orNull(Money),
    label: loosely(keptAs(Recurring.properties.label)),
    interval: orNull(
      Type.Union([
        loose(RecurringInterval.properties, ''),
        Type.String({ maxLength: MAX_CHARACTERS, description: 'For example monthly, 3 months or P3M' }),
      ]),
    ),
  },
  'GivenRecurring',
)

const checkout = {
  ...order,
  locale: loosely('Kept as BCP 47'),
  merchantName: loosely(keptAs(CreateCheckout.properties.merchantName)),
}

/** Body of `POST /v1/checkouts`. */
export const GivenCheckout = Strict(
  { ...CreateCheckout.properties, ...checkout, recurring: orNull(GivenRecurring) },
  'GivenCheckout',
)
export type GivenCheckout = Static<typeof GivenCheckout>

/** Body of `POST /v1/recurring/agreements/:id/checkouts`. */
export const GivenAgreementCheckout = Strict(
  { ...AgreementCheckoutRequest.properties, ...checkout },
  'GivenAgreementCheckout',
)
export type GivenAgreementCheckout = Static<typeof GivenAgreementCheckout>

/** Body of `PATCH /v1/checkouts/:id`. */
export const GivenChange = Type.Object(
  { ...UpdateCheckout.properties, goods },
  { additionalProperties: false, minProperties: 1, title: 'GivenChange' },
)
export type GivenChange = Static<typeof GivenChange>

/** Body of `POST /v1/recurring/charges`. */
export const GivenCharge = Strict({ ...RecurringChargeRequest.properties, ...order }, 'GivenCharge')
export type GivenCharge = Static<typeof GivenCharge>

/** Body of `POST /v1/payments/:id/refunds`. */
export const GivenRefund = Strict(
  {
    ...RefundRequest.properties,
    customer: orNull(loose(RefundCustomer.properties, 'GivenRefundCustomer')),
  },
  'GivenRefund',
)
export type GivenRefund = Static<typeof GivenRefund>

/** Body of `POST /client/v1/checkout/payments`. */
export const GivenPayment = Strict(
  { ...PayRequest.properties, billing: orNull(GivenAddress) },
  'GivenPayment',
)
export type GivenPayment = Static<typeof GivenPayment>

/** Body of `POST /client/v1/checkout/hosted`. */
export const GivenHosted = Strict(
  { ...HostedRequest.properties, billing: orNull(GivenAddress) },
  'GivenHosted',
)
export type GivenHosted = Static<typeof GivenHosted>
