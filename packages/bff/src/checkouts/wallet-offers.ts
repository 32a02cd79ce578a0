/** The wallets that a checkout offers, and the reasons against the others. */
import type {
  ApplePaySettings,
  GooglePaySettings,
  MethodOffer,
  UnavailableReason,
} from '@paykka-checkout/shared-types'
import type { CheckoutRow } from '../database/tables.ts'
import { exponentOf } from '../domain/money.ts'

type Payable = Pick<CheckoutRow, 'currency' | 'return_url' | 'details'>
type Deployment = { wallets: OfferedWallets }

/** The wallets of this deployment, with the settings that a checkout needs. */
export type OfferedWallets = {
  /** `domains`: the registered domain by the origin of the storefront. */
  applePay: { domains: Record<string, string>; settings: ApplePaySettings } | undefined
  googlePay: { settings: GooglePaySettings } | undefined
}

/** Google's `totalPrice` has two decimals at most. */
const GOOGLE_DECIMALS = 2

/** @returns the registered domain of the checkout's storefront, independent of the browser's request */
export function applePayDomain(checkout: Pick<CheckoutRow, 'return_url'>, { wallets }: Deployment) {
  return wallets.applePay?.domains[new URL(checkout.return_url).origin]
}

export function applePayOffer(checkout: Payable, deployment: Deployment): MethodOffer {
  if (!deployment.wallets.applePay || storesCard(checkout)) return off('apple_pay', 'merchant-disabled')
  if (applePayDomain(checkout, deployment) === undefined) return off('apple_pay', 'domain-not-verified')
  return { type: 'apple_pay', available: true }
}

export function googlePayOffer(checkout: Payable, { wallets }: Deployment): MethodOffer {
  if (!wallets.googlePay || storesCard(checkout)) return off('google_pay', 'merchant-disabled')
  if ((exponentOf(checkout.currency) ?? 0) > GOOGLE_DECIMALS) return off('google_pay', 'amount-unsupported')
  return { type: 'google_pay', available: true }
}

function off(type: MethodOffer['type'], reason: UnavailableReason): MethodOffer {
  return { type, available: false, reason }
}

/** PayKKa starts agreements with cards only (error 2013), so a recurring checkout can't start with a wallet. */
function storesCard({ details }: Payable): boolean {
  return (JSON.parse(details) as { recurring?: unknown }).recurring !== undefined
}
