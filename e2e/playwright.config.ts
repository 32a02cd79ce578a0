/** End-to-end tests: a real browser, the real shop and BFF, and the PayKKa emulator. */
import { defineConfig } from '@playwright/test'
import { findChromium } from '../scripts/programs/chromium.ts'
import { CHROMIUM_ARGS } from './support/browser.ts'

const executablePath = await findChromium()

/** A heap snapshot takes half a minute on a busy machine: `npm test -- --all` reads them. */
const later = process.env.HEAPS ? [] : [/heap\.spec\.ts/]

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  globalSetup: './support/global-setup.ts',
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  workers: 2,
  timeout: 45_000,
  expect: { timeout: 12_000 },
  use: {
    headless: true,
    trace: 'off',
    actionTimeout: 12_000,
    navigationTimeout: 15_000,
    locale: 'en-US',
    viewport: { width: 1180, height: 1200 },
    launchOptions: { executablePath, args: CHROMIUM_ARGS },
  },
  projects: [
    { name: 'shop', testIgnore: [/books\.spec\.ts/, ...later], teardown: 'books' },
    // Runs when every payment is over, also when one of them went wrong.
    { name: 'books', testMatch: /books\.spec\.ts/ },
  ],
})
