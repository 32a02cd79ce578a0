/** Real keys take a moment to make: slow machines need more than the default five seconds. */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: { testTimeout: 30_000, hookTimeout: 60_000, include: ['test/**/*.test.ts'], isolate: false },
})
