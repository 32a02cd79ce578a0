/** Drives our checkout page: finds the frame, types, pays. */
import type { ElementHandle, Frame, Page } from 'puppeteer-core'
import { cardFrameOf } from './load-time.ts'

export type CardNumberField = { frame: Frame; input: ElementHandle<HTMLInputElement> }

export async function openForm(page: Page, address: string): Promise<CardNumberField> {
  await page.goto(address)
  await page.waitForFunction(() => performance.getEntriesByName('whole').length > 0)
  const frame = cardFrameOf(page)
  return { frame, input: await field(frame, 'number') }
}

/** The same field of the bare form, which has no frame. */
export async function openBareForm(page: Page, address: string): Promise<CardNumberField> {
  await page.goto(address)
  const handle = await page.waitForSelector('bare-form >>> [name="number"]')
  if (!handle) throw new Error('The bare form is not there.')
  return { frame: page.mainFrame(), input: await handle.toElement('input') }
}

export async function field(frame: Frame, name: string): Promise<ElementHandle<HTMLInputElement>> {
  const handle = await frame.waitForSelector(`paykka-card-form >>> #${name}`)
  return (await handle?.toElement('input')) ?? Promise.reject(new Error(`There is no field ${name}.`))
}

/** Types a whole card over whatever is there. */
export async function typeCard(frame: Frame, number: string): Promise<void> {
  const texts = { number, expiry: '1234', cvc: '123', holder: 'Ada Lovelace' }
  for (const [name, text] of Object.entries(texts)) {
    const input = await field(frame, name)
    await input.evaluate((element) => {
      element.focus()
      element.select()
    })
    await frame.page().keyboard.type(text)
  }
}

/** Presses the pay button and waits until the checkout shows `status`. */
export async function pay(page: Page, status: string): Promise<void> {
  const button = await page.waitForSelector('paykka-checkout >>> [part~="pay-button"]')
  await button?.click()
  await page.waitForSelector(`paykka-checkout >>> [part="base"][data-status="${status}"]`)
}
