/**
 * The tests of the laboratory and, in the same process, those of the BFF: both load the same modules, and two
 * processes would compete for the same cores. `npm test` runs this; `packages/bff` alone has its own configuration.
 */
import { defineConfig } from 'vitest/config'
import bff from '../packages/bff/vitest.config.ts'

export default defineConfig({
  test: {
    ...bff.test,
    include: ['**/*.test.ts', '../packages/bff/test/**/*.test.ts'],
    // Real backups and restores take a while: `npm test -- --all` runs them.
    exclude: ['**/node_modules/**', ...(process.env.RESTORES ? [] : ['chaos/backup.test.ts'])],
  },
})
