/** The fast tests of the money and security rules: `npm run mutation` runs them thousands of times. */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // Thousands of random inputs and very long ones: right for one run, too slow for a thousand.
    testNamePattern: /^(?!.*(long text of|taken for one|card-validator judges))/,
    include: [
      'test/card/{open-card,secret-digits}.test.ts',
      'test/guard/{card-numbers,duplicate-keys}.test.ts',
      'test/payment/{money,schedule,trans-id,transitions}.test.ts',
      'test/paykka/{response,signature}.test.ts',
    ],
  },
})
