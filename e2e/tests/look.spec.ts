/** The payment page on the narrowest phone and in the dark. */
import type { Page } from '@playwright/test'
import { CARDS } from '../support/cards.ts'
import { expect, test } from '../support/test.ts'

test.describe('320 pixels wide', () => {
  test.use({ viewport: { width: 320, height: 640 } })

  test('nothing scrolls sideways, from the shop to the paid order', async ({ shopper, books }) => {
    await shopper.addToBasket()
    await expectNoSideways(shopper.page)
    const checkout = await shopper.goToCheckout()
    await shopper.payWith(CARDS.insufficientFunds)
    await shopper.checkout.waitForStatus('declined')
    await expectNoSideways(shopper.page)
    await expectFrameFits(shopper.page)
    await shopper.payWith(CARDS.succeeds)
    await shopper.expectOrder('succeeded')
    await expectNoSideways(shopper.page)
    await books.expectOneCharge(checkout)
  })

  test('the whole card number can be seen', async ({ shopper }) => {
    await shopper.startCheckout()
    await shopper.checkout.fillCard({ number: CARDS.succeeds })
    const [text, room] = await shopper
      .field('number')
      .evaluate((input) => [input.scrollWidth, input.clientWidth])
    expect(text).toBeLessThanOrEqual(room ?? 0)
  })

  test('why a payment was declined is on the screen, not above it', async ({ shopper }) => {
    await shopper.startCheckout()
    await shopper.payWith(CARDS.insufficientFunds)
    await shopper.checkout.waitForStatus('declined')
    await expect(shopper.page.locator('paykka-checkout [part~="notice"]')).toBeInViewport({ ratio: 0.9 })
  })
})

test.describe('dark', () => {
  test.use({ colorScheme: 'dark' })

  test('element and frame are dark and readable', async ({ shopper, books }) => {
    const checkout = await shopper.startCheckout()
    await shopper.checkout.waitForForm()
    const base = await shopper.page.locator('paykka-checkout [part="base"]').evaluate(colors)
    const field = await shopper.field('number').evaluate(colors)
    expect(contrast(base.text, base.background)).toBeGreaterThan(7)
    expect(contrast(field.text, field.background)).toBeGreaterThan(7)
    expect(luminance(base.background)).toBeLessThan(0.1)
    expect(luminance(field.background)).toBeLessThan(0.1)
    await shopper.payWith(CARDS.succeeds)
    await shopper.expectOrder('succeeded')
    await books.expectOneCharge(checkout)
  })
})

async function expectNoSideways(page: Page): Promise<void> {
  const [content, window_] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    window.innerWidth,
  ])
  expect(content).toBeLessThanOrEqual(window_ ?? 0)
}

/** The frame is as tall as its form, so that nothing is cut off and nothing scrolls inside it. */
async function expectFrameFits(page: Page): Promise<void> {
  const form = page.frameLocator('paykka-checkout iframe').locator('paykka-card-form')
  const missing = await form.evaluate((node) => {
    const { width, height } = node.getBoundingClientRect()
    return Math.max(width - window.innerWidth, height - window.innerHeight)
  })
  expect(missing).toBeLessThanOrEqual(1)
}

function colors(node: Element): { text: number[]; background: number[] } {
  const style = getComputedStyle(node)
  const canvas = document.createElement('canvas').getContext('2d')
  const read = (color: string): number[] => {
    if (!canvas) return []
    canvas.fillStyle = color
    canvas.fillRect(0, 0, 1, 1)
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3)
  }
  return { text: read(style.color), background: read(style.backgroundColor) }
}

/** Relative luminance and contrast as WCAG 2 defines them. */
function luminance(rgb: number[]): number {
  const [red = 0, green = 0, blue = 0] = rgb.map((part) => {
    const value = part / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: number[], other: number[]): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}
