/**
 * `node gallery/looks.ts [folder]`: the looks of `looks/*.json` as whole shops, in light and dark, on a desk and on a
 * phone. Each file becomes two pictures.
 */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'puppeteer-core'
import type { Visitor } from './server.ts'
import { withGallery } from './server.ts'

/** The shops that wear the looks. */
const SHOPS = {
  default: { shop: 'Stoneware & Co.', item: 'Teapot, 1.2 l' },
  luxury: { shop: 'Maison Orla', item: 'Silk scarf, ivory' },
  playful: { shop: 'Pop & Peel', item: 'Sticker box, large' },
  enterprise: { shop: 'Northgate Supply', item: 'Torque wrench 40–200 Nm' },
} as const

/** Width of the window, and pixels of the picture for each of the page. */
const SIZES = { 1280: 0.75, 390: 1 } as const
const GAP = 12

const folder = process.argv[2] ?? mkdtempSync(join(tmpdir(), 'paykka-looks-'))
mkdirSync(folder, { recursive: true })

await withGallery(async ({ page, open }) => {
  await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }])
  for (const [look, shop] of Object.entries(SHOPS))
    for (const [width, scale] of Object.entries(SIZES))
      await photograph(page, open, { look, shop, width: Number(width), scale })
})
process.stdout.write(`${folder}\n`)

type Wanted = { look: string; shop: Record<string, string>; width: number; scale: number }

/** Light and dark beside one another. */
async function photograph(page: Page, open: Visitor['open'], wanted: Wanted): Promise<void> {
  const { look, shop, width, scale } = wanted
  const pictures: string[] = []
  let height = 0
  for (const theme of ['light', 'dark']) {
    await page.setViewport({ width, height: 500, deviceScaleFactor: scale })
    await open({ state: 'beside', appearance: look, theme, ...shop, price: '€49.99' })
    await page.evaluate(() => document.fonts.ready.then(() => undefined))
    height = Math.max(height, await page.evaluate(() => document.documentElement.scrollHeight))
    await page.setViewport({ width, height, deviceScaleFactor: scale })
    pictures.push(await page.screenshot({ encoding: 'base64' }))
  }
  const size = { width: (2 * width + GAP) * scale, height: height * scale }
  await page.setViewport({ width: Math.ceil(size.width), height: Math.ceil(size.height) })
  const images = pictures.map((data) => `<img width="${width * scale}" src="data:image/png;base64,${data}">`)
  await page.setContent(
    `<body style="margin:0;display:flex;align-items:start;gap:${GAP * scale}px;background:#888">${images.join('')}`,
  )
  writeFileSync(join(folder, `look-${look}-${width}.png`), await page.screenshot({ type: 'png' }))
}
