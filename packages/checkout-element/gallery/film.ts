/**
 * `node gallery/film.ts [folder] [other tree]`: strips of pictures at 390 px: a slow load, a decline, a payment, a return
 * from the bank, a new start; and all places. With the root of another version's tree, each strip has a second row: the
 * same moments there, above those here.
 */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'puppeteer-core'
import type { Visitor } from './server.ts'
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
const HEADING = 44

type Frames = Record<keyof typeof STRIPS, string[]>
type WithGallery = typeof withGallery

const [folder = mkdtempSync(join(tmpdir(), 'paykka-film-')), other] = process.argv.slice(2)
mkdirSync(folder, { recursive: true })

const before = other && (await (await galleryOf(other))(async (visitor) => await film(visitor)))
await withGallery(async (visitor) => {
  const after = await film(visitor)
  for (const name of Object.keys(STRIPS) as (keyof Frames)[])
    await saveStrip(visitor.page, name, before ? [before[name], after[name]] : [after[name]])
  await photographPlaces(visitor)
})
process.stdout.write(`${folder}\n`)

/** The gallery of another tree, with its own server and its own element. */
async function galleryOf(tree: string): Promise<WithGallery> {
  const path = join(resolve(tree), 'packages', 'checkout-element', 'gallery', 'server.ts')
  return ((await import(pathToFileURL(path).href)) as { withGallery: WithGallery }).withGallery
}

async function film({ page, open, states: known }: Visitor): Promise<Frames> {
  await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }])
  const frames: Partial<Frames> = {}
  for (const [name, states] of Object.entries(STRIPS) as [keyof Frames, readonly string[]][]) {
    frames[name] = []
    // An older version may not know every state.
    for (const state of states.filter((each) => known.includes(each))) {
      await page.setViewport(PHONE)
      await open({ state })
      frames[name].push(await page.screenshot({ encoding: 'base64' }))
    }
  }
  return frames as Frames
}

async function photographPlaces({ page, openPlaces }: Visitor): Promise<void> {
  const places = { width: 2400, height: 600, deviceScaleFactor: 0.5 }
  await page.setViewport(places)
  await openPlaces(560)
  const height = await page.evaluate(() => document.documentElement.scrollHeight)
  await page.setViewport({ ...places, height })
  await page.screenshot({ path: join(folder, 'places.png') })
}

/** Puts the pictures side by side, in the browser; two rows have headings. */
async function saveStrip(page: Page, name: string, rows: readonly string[][]): Promise<void> {
  const isPair = rows.length > 1
  const frames = Math.max(...rows.map((row) => row.length))
  const titles = isPair ? ['Before', 'After'] : ['']
  const width = frames * (PHONE.width + GAP) - GAP
  const height = rows.length * (PHONE.height + (isPair ? HEADING : 0))
  await page.setViewport({ width, height })
  await page.setContent(
    `<body style="margin:0;background:#888">${rows.map((row, index) => rowOf(row, titles[index])).join('')}`,
  )
  writeFileSync(join(folder, `film-${name}.png`), await page.screenshot({ type: 'png' }))
}

function rowOf(frames: readonly string[], title = ''): string {
  const images = frames.map((frame) => `<img width="${PHONE.width}" src="data:image/png;base64,${frame}">`)
  const heading = `<h2 style="margin:0 12px;color:#fff;font:600 20px/${HEADING}px system-ui,sans-serif">${title}</h2>`
  return `${title ? heading : ''}<div style="display:flex;gap:${GAP}px">${images.join('')}</div>`
}
