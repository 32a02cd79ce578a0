/** The shop's tests run in Node: no browser, no real BFF. */
import { defineConfig } from 'vitest/config'

export default defineConfig({ test: { include: ['test/**/*.test.ts'] } })
