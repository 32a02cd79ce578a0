/** The module of each way to pay. It is loaded only when a checkout offers that way. */
import type { CreateMethod, MethodName } from './pay-method.ts'

export type MethodLoaders = Partial<Record<MethodName, () => Promise<{ createMethod: CreateMethod }>>>

/** In the order of the picker. */
export const loaders: MethodLoaders = {
  apple_pay: () => import('./wallets/apple-pay/apple-pay.ts'),
  google_pay: () => import('./wallets/google-pay/google-pay.ts'),
  saved_card: () => import('./saved-cards/saved-card-method.ts'),
  hosted: () => import('./hosted/hosted-method.ts'),
}

/** Ways that come before the card form. */
export const BEFORE_CARD: readonly MethodName[] = ['saved_card']
