/** Takes the README's pictures of the real shop: `node e2e/scripts/screenshots.ts` writes docs/images/. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions } from '@playwright/test'
import { chromium } from '@playwright/test'
import { inRoot } from '../../scripts/paths.ts'
import { findChromium } from '../../scripts/programs/chromium.ts'
import { Books } from '../support/books.ts'
import { CHROMIUM_ARGS } from '../support/browser.ts'
import { CARDS } from '../support/cards.ts'
import { Shopper } from '../support/shopper.ts'
import type { E2eStack } from '../support/stack.ts'
import { startE2eStack } from '../support/stack.ts'

const FOLDER = process.argv[2] ?? inRoot('docs', 'images')
const DESKTOP = { viewport: { width: 1100, height: 940 } }
const PHONE = { viewport: { width: 360, height: 780 }, deviceScaleFactor: 2, colorScheme: 'dark' } as const

type Scene = (shopper: Shopper) => Promise<void>
type Studio = { browser: Browser; stack: E2eStack }

async function take(studio: Studio, name: string, look: BrowserContextOptions, scene: Scene): Promise<void> {
  const { browser, stack } = studio
  const context = await browser.newContext({ locale: 'en-US', reducedMotion: 'reduce', ...look })
  const shopper = new Shopper(await context.newPage(), stack, new Books(stack))
  await scene(shopper)
  await shopper.page.screenshot({ path: join(FOLDER, `${name}.png`) })
  await context.close()
}

async function fillForm(shopper: Shopper): Promise<void> {
  await shopper.addToBasket('Stoneware mug')
  await shopper.addToBasket('Pour-over kettle')
  await shopper.goToCheckout()
  await shopper.checkout.fillCard({ number: CARDS.succeeds })
}

async function showForm(shopper: Shopper): Promise<void> {
  await fillForm(shopper)
  await shopper.page.locator('paykka-checkout').scrollIntoViewIfNeeded()
  await shopper.page.locator('#pay-heading').evaluate((heading) => heading.scrollIntoView())
}

async function main(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true })
  const stack = await startE2eStack()
  try {
    const executablePath = await findChromium()
    const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGS })
    await take({ browser, stack }, 'checkout', DESKTOP, fillForm)
    await take({ browser, stack }, 'checkout-phone-dark', PHONE, showForm)
    await browser.close()
  } finally {
    await stack.stop()
  }
}

await main()
