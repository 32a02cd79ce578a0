'use client'
/** The elements as React components, for React 18 and 19. */
export type { PaykkaCheckoutProps } from './checkout.ts'
export { PaykkaCheckout } from './checkout.ts'
export type { PaykkaExpressProps } from './express.ts'
export { PaykkaExpress } from './express.ts'
export type { PaykkaSavedCardsProps } from './saved-cards.ts'
export { PaykkaSavedCards } from './saved-cards.ts'
