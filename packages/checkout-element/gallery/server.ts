/** Starts the gallery and a Chromium; both end with the task. */
import { globSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'puppeteer-core'
import puppeteer from 'puppeteer-core'
import { createServer } from 'vite'

export type Visitor = {
  page: Page
  states: string[]
  looks: string[]
  /** Opens one state and waits until it is shown. */
  open(query: Record<string, string>): Promise<void>
  /** Opens all places side by side, in windows of this width, and waits until each is shown. */
  openPlaces(width: number): Promise<void>
}

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run']
const FOLDER = new URL('.', import.meta.url)

/** @returns the result of the task */
export async function withGallery<T>(task: (visitor: Visitor) => Promise<T>): Promise<T> {
  const configFile = fileURLToPath(new URL('vite.config.ts', FOLDER))
  const server = await createServer({ configFile, logLevel: 'error', server: { port: 0 } })
  await server.listen()
  const executablePath = process.env.CHROME_PATH ?? '/usr/bin/chromium'
  const browser = await puppeteer.launch({ executablePath, args: FLAGS })
  try {
    return await task(await visitorOf(await browser.newPage(), server.resolvedUrls?.local[0] ?? ''))
  } finally {
    await browser.close()
    await server.close()
  }
}

async function visitorOf(page: Page, address: string): Promise<Visitor> {
  const open = async (query: Record<string, string>) => {
    await page.goto(`${address}gallery/state.html?${new URLSearchParams(query)}`)
    await page.waitForSelector('body[data-shown]', { timeout: 60_000 }).catch((cause: unknown) => {
      throw new Error(`The state did not come: ${JSON.stringify(query)}`, { cause })
    })
  }
  // About forty pages of unbundled files load at once.
  page.setDefaultNavigationTimeout(240_000)
  const openPlaces = async (width: number) => {
    await page.goto(`${address}gallery/places.html?width=${width}`, { waitUntil: 'domcontentloaded' })
    await page.waitForFunction(
      () =>
        [...document.querySelectorAll('iframe')].every((frame) =>
          frame.contentDocument?.body.hasAttribute('data-shown'),
        ),
      { timeout: 240_000 },
    )
  }
  // On the first visit Vite collects the imports of the pages and may reload them.
  await open({ state: 'empty' })
  const states = (await page.evaluate(
    'import("/gallery/states.ts").then((m) => Object.keys(m.STATES))',
  )) as string[]
  const looks = globSync('../themes/*.css', { cwd: fileURLToPath(FOLDER) })
  return {
    page,
    states,
    looks: looks.map((path) => path.replace(/^.*[\\/]|\.css$/g, '')).sort(),
    open,
    openPlaces,
  }
}
