/** `npm run examples:test`: every example shop takes a payment. */
import { defineConfig } from '@playwright/test'
import config from './playwright.config.ts'

export default defineConfig({
  ...config,
  testDir: 'examples',
  outputDir: 'test-results/examples',
  globalSetup: './support/examples-setup.ts',
  projects: [{ name: 'examples' }],
})
