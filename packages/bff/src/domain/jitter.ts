/** Spreads what many processes would do at the same moment. */

/** The largest factor by which a pause may get longer. */
export const LONGEST_SPREAD = 1.2

/**
 * @param pause milliseconds
 * @param random 0 to 1
 * @returns the pause ± 20 %, in whole milliseconds
 */
export const withJitter = (pause: number, random: number): number => Math.round(pause * (0.8 + 0.4 * random))
