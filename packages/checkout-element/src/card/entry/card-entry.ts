/** The interface between the checkout element and a card form. It carries no card data. */

import type { Appearance } from '@paykka-checkout/shared-types'
import type { TemplateResult } from 'lit'
import type { MistakeReporter } from '../../checkout/setup-mistakes/mistake-reporter.ts'
import type { CardBrand, CardKey, EncryptedCardMethod, EncryptedCardSettings } from '../../checkout/wire.ts'
import type { Environment } from '../../environment.ts'

export const CARD_FIELDS = ['number', 'expiry', 'cvc', 'holder'] as const
export type CardField = (typeof CARD_FIELDS)[number]

/** Why a field is not valid yet. */
export type FieldProblem = 'empty' | 'incomplete' | 'long' | 'invalid' | 'expired' | 'brand'

/** Everything that may be known of a card outside `card/`. */
export type CardStatus = {
  brand: CardBrand | 'other' | null
  /** Last four digits, once the number is complete and valid. */
  last4: string | null
  empty: boolean
  complete: boolean
  /** Fields that show an error. */
  invalid: readonly CardField[]
}

/** The result of encrypting (sealing) the typed card. */
export type SealOutcome =
  /** A security code alone has neither brand nor last digits. */
  | { kind: 'sealed'; jwe: string; brand?: CardBrand; last4?: string }
  /** By PayKKa's own script: only PayKKa can decrypt it. */
  | { kind: 'encrypted'; method: EncryptedCardMethod }
  | { kind: 'invalid'; fields: readonly CardField[] }
  | { kind: 'failed'; code: SealFailure }

export const SEAL_FAILURES = ['insecure_context', 'seal_failed', 'card_form_lost'] as const
export type SealFailure = (typeof SEAL_FAILURES)[number]

/** The style of the form, decided by the page. */
export type CardLook = {
  theme: 'light' | 'dark'
  dir: 'ltr' | 'rtl'
  locale: string
  /** The shop's texts for the card form, by message id. */
  texts: Record<string, string>
  tokens: Record<string, string>
  appearance?: Appearance | undefined
}

/** Number of digits of a security code. */
export type CodeLength = 3 | 4

/** What a card form needs from the checkout. The frame ignores key, brands and time, because it has its own. */
export type CardSetup = {
  checkout: string
  brands: readonly CardBrand[]
  key: CardKey
  /** Server time minus this device's time, in milliseconds. */
  clockOffset: number
  /** The form's name for screen readers. */
  title: string
  /** Length of a saved card's security code: the form then asks only for this code. */
  code?: CodeLength
}

/** Where a card is typed: the isolated frame, this page, or fields of PayKKa's own script. */
export type CardPlace = 'frame' | 'inline' | 'encrypted-card'

/** A place where a card is typed. */
export interface CardEntry {
  render(): TemplateResult
  configure(setup: CardSetup, look: CardLook): void
  /** Checks the fields. Seals the card, or shows the errors and focuses the first invalid field. */
  seal(): Promise<SealOutcome>
  /** Shows the errors and focuses the first invalid field. */
  report(): void
  focus(): void
  reset(): void
  /** Makes the fields read-only while a payment is under way. */
  lock(locked: boolean): void
  dispose(): void
}

/** What the entries that are loaded separately need. */
export type EntryParts = {
  /** The element in the shop's page. */
  host: HTMLElement
  env: Environment
  mistakes: MistakeReporter
  /** The settings of PayKKa's script, if the BFF offers it. */
  settings: EncryptedCardSettings | undefined
}

/** Why there is no card form. */
export type CardEntryFailure = 'card_frame_unreachable' | 'card_form_unreachable' | 'insecure_context'

/** What a card entry reports. */
export type CardEntryEvent =
  /** The form can be typed into. Repeated when its height changes. */
  | { type: 'ready' }
  | { type: 'changed'; status: CardStatus }
  /** The form was loaded again, and what was typed is gone. */
  | { type: 'lost' }
  /** The shopper pressed Enter in the form. */
  | { type: 'submitted' }
  | { type: 'failed'; code: CardEntryFailure }

export type CardEntryListener = (event: CardEntryEvent) => void
