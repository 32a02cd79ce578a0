/** What an attempt to pay works with. */
import type { HostedMethod, PaymentMethod, PayRequest } from '@paykka-checkout/shared-types'
import type { DecryptedCard } from '../../cards/decrypted-card.ts'
import type { Offer } from '../../checkouts/checkout-view.ts'
import type { CheckoutRow } from '../../database/tables.ts'
import type { CardTesting } from '../../limits/card-testing.ts'
import type { WalletConfig } from '../../wallets/wallet-settings.ts'
import type { SettleParts } from '../engine/engine-parts.ts'
import type { Gateway } from '../gateway.ts'
import type { GatewayHealth } from '../recovery/gateway-health.ts'
import type { SearchableMetadata } from './searchable-metadata.ts'

/** What the deployment offers, with the wallets' keys. */
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
    /** Names wallet tokens without keeping them. */
    walletTokenKey: Uint8Array
    /** Milliseconds after which no answer to a purchase can come any more. */
    sendWindowMs: number
    /** @returns the address PayKKa sends the browser back to */
    returnUrl(reference: string): string
    /** @returns the address of the link by which a shopper leaves PayKKa's own page */
    cancelUrl(reference: string): string
    /** @returns when this process started, in Unix milliseconds of the time it goes by now */
    startedAt(): number
    /** Unix milliseconds until which a new checkout, too, may be one that a restored ledger forgot. */
    askFirstUntil(): number
    /** Resolves when a browser must get an answer, whatever is still going on. */
    timeout(ms: number, over?: AbortSignal): Promise<void>
    /** Waits before a database step is tried again. */
    pause(ms: number): Promise<void>
  }

/** How the shopper pays: what a browser collected, or PayKKa's own page with these ways (none is all). */
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
  /** The shopper's address, taken from the connection. */
  payIp: string
  requestId: string
  /** The client says that it sent this request before (`X-Retry`). */
  retried: boolean
  /** What the shop's challenge gave the page (`X-Challenge-Token`). */
  captchaToken: string | undefined
  /** The bank declined the attempt before and asked for 3-D Secure: the shopper pays again, knowing that. */
  mustConfirm?: boolean
}
