/** Bounded building blocks of every schema here: no string, array or integer on the wire is without a limit. */
import type { TEnum, TProperties, TSchema } from 'typebox'
import { Type } from 'typebox'

/** An object that refuses fields it does not name. */
export const Strict = <T extends TProperties>(properties: T, title?: string) =>
  Type.Object(properties, { additionalProperties: false, ...(title ? { title } : {}) })

/** No control characters, which forge log lines and break stores, and no half of a surrogate pair. */
export const PRINTABLE = '^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]*$'

/** Printable text of 1 to `maxLength` characters. */
export const Text = (maxLength: number, description?: string) =>
  Type.String({
    minLength: 1,
    maxLength,
    pattern: PRINTABLE,
    ...(description ? { description } : {}),
  })

/** One of the given words. */
export const OneOf = <const T extends readonly string[]>(words: T, description?: string): TEnum<[...T]> =>
  Type.Enum([...words] as [...T], {
    // Said too, since a validator compares lists of text fast, and lists of anything slowly.
    type: 'string',
    ...(description ? { description } : {}),
  }) as unknown as TEnum<[...T]>

/** A list wrapped the way every list answer is: `{ data: […] }`. */
export const ListOf = <T extends TSchema>(item: T, title?: string, maxItems = 1000) =>
  Strict({ data: Type.Array(item, { maxItems }) }, title)

/** A moment as RFC 3339 text in UTC. */
export const Moment = Type.String({ maxLength: 30, description: 'RFC 3339, UTC' })

/** BCP 47 language tag, for example `pt-BR`. */
export const LocaleTag = Type.String({
  minLength: 2,
  maxLength: 35,
  pattern: '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}$',
  description: 'BCP 47',
})

/** An absolute http(s) address. */
export const WebAddress = Type.String({
  minLength: 8,
  maxLength: 1024,
  // A control character would be dropped by some readers and kept by others.
  pattern: '^https?://[^\\s\\\\\\u0000-\\u001f\\u007f]+$',
})

/** An email address, checked only for its outline. */
export const Email = Type.String({ minLength: 3, maxLength: 254, pattern: '^[^\\s@]+@[^\\s@]+$' })

/** ISO 3166-1 alpha-2 country code. */
export const CountryCode = Type.String({
  pattern: '^[A-Z]{2}$',
  maxLength: 2,
  description: 'ISO 3166-1 alpha-2',
})

/** Id of a checkout: `chk_` and 22 url-safe characters. */
export const CheckoutId = Type.String({ pattern: '^chk_[A-Za-z0-9_-]{22}$', maxLength: 26 })

/** Id of a payment: `pay_` and 22 url-safe characters. */
export const PaymentId = Type.String({ pattern: '^pay_[A-Za-z0-9_-]{22}$', maxLength: 26 })
