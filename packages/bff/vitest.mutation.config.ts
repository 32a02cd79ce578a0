/** The tests of one slice of `mutation-slices.json`: `npm run mutation` runs them thousands of times. */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: JSON.parse(process.env.MUTATION_TESTS ?? '[]') as string[],
    setupFiles: ['test/support/few-runs.ts'],
    // Thousands of random inputs, very long ones, a thousand guesses: right for one run, too slow for a thousand.
    testNamePattern:
      /^(?!.*(long text of|as much of|as few as|taken for one|card-validator judges|comes to an end|10,000 stolen|count together|flipped bit in the header|loses no digit))/,
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
})
