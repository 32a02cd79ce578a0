/** `node gallery/film.ts [folder]`: strips of pictures at 390 px: a slow load, a decline, a payment, a return from the bank; and all places. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'puppeteer-core'
import { withGallery } from './server.ts'

/** The states of a strip, in order. */
const STRIPS = {
  'slow-load': ['loading', 'empty', 'filled'],
  decline: ['filled', 'paying', 'declined-other-card'],
  payment: ['filled', 'paying', 'succeeded'],
  return: ['action-required', 'processing', 'succeeded'],
  'start-again': ['declined-other-card', 'used-up', 'empty'],
} as const

const PHONE = { width: 390, height: 600 }
const GAP = 16

const folder = process.argv[2] ?? mkdtempSync(join(tmpdir(), 'paykka-film-'))
mkdirSync(folder, { recursive: true })

await withGallery(async ({ page, open, openPlaces }) => {
  await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }])
  for (const [name, states] of Object.entries(STRIPS)) {
    const frames: string[] = []
    for (const state of states) {
      await page.setViewport(PHONE)
      await open({ state })
      frames.push(await page.screenshot({ encoding: 'base64' }))
    }
    await saveStrip(page, frames, name)
  }
  const places = { width: 2400, height: 600, deviceScaleFactor: 0.5 }
  await page.setViewport(places)
  await openPlaces(560)
  const height = await page.evaluate(() => document.documentElement.scrollHeight)
  await page.setViewport({ ...places, height })
  await page.screenshot({ path: join(folder, 'places.png') })
})
process.stdout.write(`${folder}\n`)

/** Puts the pictures side by side, in the browser. */
async function saveStrip(page: Page, frames: readonly string[], name: string): Promise<void> {
  const images = frames.map((frame) => `<img width="${PHONE.width}" src="data:image/png;base64,${frame}">`)
  const width = frames.length * (PHONE.width + GAP) - GAP
  await page.setViewport({ width, height: PHONE.height })
  await page.setContent(`<body style="margin:0;display:flex;gap:${GAP}px;background:#888">${images.join('')}`)
  writeFileSync(join(folder, `film-${name}.png`), await page.screenshot({ type: 'png' }))
}
