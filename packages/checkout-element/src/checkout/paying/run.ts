/** What an attempt to pay works with. */
import type { Environment } from '../../environment.ts'
import type { Access } from '../bff-client.ts'
import type { CheckoutElement } from '../checkout-context.ts'

/** `page` holds what the page adds to a payment. */
export type Run = {
  access: Access
  page: Pick<CheckoutElement, 'challengeToken' | 'fraud'>
  env: Environment
  signal: AbortSignal
}
