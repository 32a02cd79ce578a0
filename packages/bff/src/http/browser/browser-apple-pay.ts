/** The browser's route for the merchant session of Apple's sheet. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { ApplePaySessionRequest, ApplePaySessionResponse } from '@paykka-checkout/shared-types'
import type { CheckoutRow } from '../../database/tables.ts'
import { checkoutOf } from '../access.ts'
import { BODY_PROBLEMS, CHECKOUT_PROBLEMS, GATEWAY_PROBLEMS, responses } from '../response-schemas.ts'

export type ApplePayOptions = {
  /** See `openMerchantSession` in `wallets/apple-pay/`. */
  openMerchantSession(checkout: CheckoutRow): Promise<Record<string, unknown>>
}

export const applePayRoutes: FastifyPluginAsyncTypebox<ApplePayOptions> = async (
  app,
  { openMerchantSession },
) => {
  app.post(
    '/checkout/apple-pay-session',
    {
      schema: {
        summary: 'A merchant session for one Apple Pay sheet',
        description:
          "The domain is the one configured for the checkout's storefront. Each session is for one sheet, for five minutes. A checkout gets at most 100; only sessions that PayKKa gave count.",
        tags: ['browser'],
        security: [{ clientSecret: [] }],
        body: ApplePaySessionRequest,
        response: responses({ 200: ApplePaySessionResponse }, [
          'unauthorized',
          'forbidden',
          'method_unavailable',
          ...CHECKOUT_PROBLEMS,
          ...BODY_PROBLEMS,
          ...GATEWAY_PROBLEMS,
        ]),
      },
    },
    async (request) => ({ merchantSession: await openMerchantSession(checkoutOf(request)) }),
  )
}
