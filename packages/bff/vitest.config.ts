/** Real keys, real files and real processes: slow machines need more than the default five seconds. */
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/support/longest-first.ts'

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    include: ['test/**/*.test.ts'],
    // Processes under test are what is deployed, as it is now.
    globalSetup: fileURLToPath(new URL('test/support/bundle.ts', import.meta.url)),
    // Loading Fastify and the rest for each of a hundred files would take a third of the whole time.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    // Half of the time is waiting for processes and clocks, so two files at once suit even two cores.
    maxWorkers: 2,
    // Tests that start processes compete for the same cores: more at once only makes each of them late.
    maxConcurrency: 2,
  },
})
