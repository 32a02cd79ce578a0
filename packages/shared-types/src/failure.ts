/** Why nothing was executed, for the shop's server and operators. A shopper never reads any of it. */
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { Strict } from './primitives.ts'

/** What PayKKa says about a no. */
export const GatewayWords = {
  gatewayCode: Type.Optional(
    Type.String({ maxLength: 64, description: "PayKKa's `ret_code` or `error_code`, for example 010000" }),
  ),
  gatewayMessage: Type.Optional(
    Type.String({
      maxLength: 300,
      description: "PayKKa's message (`ret_msg`, `error_description`) without card data. Not for shoppers",
    }),
  ),
}

export const Failure = Strict(
  {
    code: Type.String({ maxLength: 64, description: 'Why it failed, for the operator' }),
    ...GatewayWords,
  },
  'Failure',
)
export type Failure = Static<typeof Failure>
