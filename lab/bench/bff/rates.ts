/** Purchases per second of a small shop, a busy one, a large one and a sale: each server is measured at all of them. */
export const FIXED_RATES = [10, 50, 150, 300] as const
