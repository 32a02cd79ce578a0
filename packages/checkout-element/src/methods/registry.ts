/** Where each way to pay is loaded from. A module arrives only when a checkout offers its way. */
import type { CreateMethod, MethodName } from './pay-method.ts'

export type MethodLoaders = Partial<Record<MethodName, () => Promise<{ createMethod: CreateMethod }>>>

/** In the order of the picker; what is above `card` in it stands before the card form. */
export const loaders: MethodLoaders = {
  apple_pay: () => import('./wallets/apple-pay/apple-pay.ts'),
  google_pay: () => import('./wallets/google-pay/google-pay.ts'),
  saved_card: () => import('./saved-cards/saved-card-method.ts'),
  hosted: () => import('./hosted/hosted-method.ts'),
}

/** Ways that stand before the card form. */
export const BEFORE_CARD: readonly MethodName[] = ['saved_card']
