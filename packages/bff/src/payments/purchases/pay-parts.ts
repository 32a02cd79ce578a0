/** The services and inputs of an attempt to pay. */
import type { HostedMethod, PaymentMethod, PayRequest } from '@paykka-checkout/shared-types'
import type { By } from '../../audit/record.ts'
import type { DecryptedCard } from '../../cards/decrypted-card.ts'
import type { Offer } from '../../checkouts/checkout-view.ts'
import type { CheckoutRow } from '../../database/tables.ts'
import type { CardTesting } from '../../limits/card-testing.ts'
import type { WalletConfig } from '../../wallets/wallet-settings.ts'
import type { SettleParts } from '../engine/engine-parts.ts'
import type { Gateway } from '../gateway.ts'
import type { GatewayHealth } from '../recovery/gateway-health.ts'
import type { SearchableMetadata } from './searchable-metadata.ts'

/** The deployment's payment methods, with the wallets' keys. */
export type PayOffer = Offer & { wallets: WalletConfig }

export type PayParts = SettleParts &
  SearchableMetadata & {
    gateway: Gateway
    health: GatewayHealth
    cardTesting: CardTesting
    decryptCard(sealed: string, checkoutId: string): Promise<DecryptedCard>
    /** @returns the digits of a sealed security code, as bytes */
    decryptCode(sealed: string, checkoutId: string): Promise<Buffer>
    offer: PayOffer
    /** Key of the hash that identifies wallet tokens. */
    walletTokenKey: Uint8Array
    /** Milliseconds after which a purchase can no longer be answered. */
    sendWindowMs: number
    /** @returns the address to which PayKKa returns the browser */
    returnUrl(reference: string): string
    /** @returns the address of the link by which a shopper leaves PayKKa's own page */
    cancelUrl(reference: string): string
    /** @returns when this process started, in Unix milliseconds of its present clock */
    startedAt(): number
    /** Until then (Unix milliseconds) even a new checkout may be one that a restored database lost. */
    askFirstUntil(): number
    /** Resolves when the browser must get an answer, even if work is still in progress. */
    timeout(ms: number, over?: AbortSignal): Promise<void>
    /** Waits before a database step is tried again. */
    pause(ms: number): Promise<void>
  }

/** How the shopper pays: the browser's input, or PayKKa's own page with these methods (empty means all). */
export type PayMethod =
  | PaymentMethod
  | { type: 'agreement'; agreementId: string }
  | { type: 'hosted'; ways: HostedMethod[] }

export type PayInput = {
  checkout: CheckoutRow
  key: string
  request: Omit<PayRequest, 'method' | 'browser'> & {
    method: PayMethod
    browser: PayRequest['browser'] | undefined
  }
  /** The shopper's IP address, taken from the connection. */
  payIp: string
  by: By
  /** The client declares a repetition of an earlier request (`X-Retry`). */
  retried: boolean
  /** The token of the shop's CAPTCHA (`X-Challenge-Token`). */
  captchaToken: string | undefined
  /** The bank declined the previous attempt and requested 3-D Secure: the shopper pays again and knows that. */
  mustConfirm?: boolean
}
