/** Saved cards, trials and recurring payments: does PayKKa list what it stores for a shopper? */
import type { Check } from '../environment/finding.ts'
import { ok, warning } from '../environment/finding.ts'
import type { TokenGateway } from '../payments/saved-cards/token-gateway.ts'

/** Nobody's: asking stores nothing. */
const NOBODY = 'paykka-doctor'

export function storedCardChecks({ tokens }: Pick<TokenGateway, 'tokens'>): Check[] {
  return [
    {
      name: 'stored-cards',
      run: async () =>
        (await tokens(NOBODY)) === null
          ? warning(
              'PayKKa does not list stored cards (token/query): saved cards, trials and recurring payments need it',
              'Correct what the gateway check says, otherwise ask PayKKa to enable stored cards and recurring payments for this merchant.',
            )
          : ok('PayKKa lists stored cards: they can be saved, and trials and agreements can be charged'),
    },
  ]
}
