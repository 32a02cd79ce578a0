/** `node gallery/photograph.ts [folder]`: a picture of every state in light, dark, right-to-left and 320 px, of every theme, and of all places. */
import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'puppeteer-core'
import { withGallery } from './server.ts'

const VIEWS = {
  light: { width: 500 },
  dark: { width: 500, query: { theme: 'dark' } },
  rtl: { width: 500, query: { dir: 'rtl', lang: 'ar' } },
  narrow: { width: 320 },
} as const

const folder = process.argv[2] ?? mkdtempSync(join(tmpdir(), 'paykka-gallery-'))

await withGallery(async ({ page, states, looks, open, openPlaces }) => {
  // Without animations, so that no icon is half drawn.
  await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }])
  for (const [view, { width, ...more }] of Object.entries(VIEWS)) {
    mkdirSync(join(folder, view), { recursive: true })
    const query = 'query' in more ? more.query : {}
    for (const state of states)
      await photograph(page, () => open({ ...query, state }), width, `${view}/${state}`)
  }
  mkdirSync(join(folder, 'themes'), { recursive: true })
  for (const look of looks)
    for (const theme of ['light', 'dark'])
      await photograph(page, () => open({ look, theme, state: 'filled' }), 500, `themes/${look}-${theme}`)
  await photograph(page, () => openPlaces(560), 2400, 'places')
  await photograph(page, () => openPlaces(320), 2400, 'places-narrow')
})
process.stdout.write(`${folder}\n`)

async function photograph(page: Page, open: () => Promise<void>, width: number, name: string): Promise<void> {
  await page.setViewport({ width, height: 400 })
  await open()
  // The window grows, because a "full page" picture is shifted in right-to-left pages.
  const height = await page.evaluate(() => document.documentElement.scrollHeight)
  await page.setViewport({ width, height })
  await page.screenshot({ path: join(folder, `${name}.png`), captureBeyondViewport: false })
}
