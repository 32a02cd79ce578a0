/** What a request gave and the answer does not show as it was given: data that only decorates a payment. */
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { OneOf, Strict } from './primitives.ts'

export const WARNING_REASONS = ['changed', 'shortened', 'left_out'] as const

/**
 * One field. `field` is a JSON Pointer into the request. `changed`: written another way, for example without line breaks;
 * `shortened`: cut to what PayKKa takes; `left_out`: not sent to PayKKa at all, `message` says why.
 */
export const Warning = Strict(
  {
    field: Type.String({ maxLength: 256 }),
    reason: OneOf(WARNING_REASONS),
    message: Type.Optional(Type.String({ maxLength: 256 })),
  },
  'Warning',
)
export type Warning = Static<typeof Warning>

/** At most 100, in the order of the fields; there is none when all was taken as it was given. */
export const Warnings = Type.Array(Warning, {
  maxItems: 100,
  description: 'The parts of the order data that were changed or left out; this never refuses a sale',
})
