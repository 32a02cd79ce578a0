/** A shopper's saved cards and agreements as one service, and the secret that shows them in a browser. */
import type { Agreement, StoredCard, StoredCardList } from '@paykka-checkout/shared-types'
import type { By } from '../../audit/record.ts'
import type { TokenNames } from './other-tokens.ts'
import { removeOtherToken } from './other-tokens.ts'
import type { AccountParts } from './saved-cards.ts'
import {
  endAgreement,
  freshCards,
  knownCards,
  listAgreements,
  openAccount,
  removeCard,
  shopperCards,
} from './saved-cards.ts'
import type { SavedCardParts } from './token-gateway.ts'

/** Every `reference` is the shop's own name of a shopper. Each member throws the errors of the function behind it. */
export type SavedCards = {
  /** @returns the cards in the database, without a query: for a shopper who is paying */
  known(reference: string): Promise<StoredCard[]>
  /** @returns the cards that PayKKa still lists */
  fresh(reference: string): Promise<StoredCard[]>
  /** @returns the same, with the tokens that only PayKKa knows: for the shop */
  all(reference: string): Promise<StoredCardList>
  /** @param id of a card (`card_…`) or of a token that only PayKKa knows (`tok_…`) */
  remove(reference: string, id: string, by: By): Promise<void>
  agreements(reference: string): Promise<Agreement[]>
  /** @param reference the shopper it must belong to; left out for the shop itself */
  endAgreement(id: string, by: By, reference?: string): Promise<Agreement>
  /** @returns a secret that shows this shopper's cards in a browser for half an hour */
  openAccount(reference: string, by: By): Promise<{ clientSecret: string; expiresAt: string }>
}

export function createSavedCards(parts: SavedCardParts & TokenNames & AccountParts): SavedCards {
  return {
    known: (reference) => knownCards(parts, reference),
    fresh: (reference) => freshCards(parts, reference),
    all: (reference) => shopperCards(parts, reference),
    remove: (reference, id, by) =>
      id.startsWith('tok_')
        ? removeOtherToken(parts, reference, id, by)
        : removeCard(parts, reference, id, by),
    agreements: (reference) => listAgreements(parts, reference),
    endAgreement: (id, by, reference) => endAgreement(parts, id, by, reference),
    openAccount: (reference, by) => openAccount(parts, reference, by),
  }
}
