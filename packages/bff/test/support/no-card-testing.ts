/** No limits: for tests about money, not about abuse. */
import type { CardTesting } from '../../src/limits/card-testing.ts'

export const noCardTesting: CardTesting = { admit: async () => {}, note: async () => {} }
