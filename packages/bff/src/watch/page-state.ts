/** The parts of a page that an attacker would change: security headers and every executed script. */
import { createHash } from 'node:crypto'

export type PageState = {
  /** Security headers by name; an empty string for a missing one. */
  headers: Record<string, string>
  /** SHA-384 by URL; inline scripts by position. */
  scripts: Record<string, string>
}

const HEADERS = [
  'content-security-policy',
  'strict-transport-security',
  'x-content-type-options',
  'x-frame-options',
  'referrer-policy',
  'permissions-policy',
  'cross-origin-opener-policy',
]
/** A nonce changes with every request. */
const NONCE = /'nonce-[^']+'/g
const LOAD_MS = 30_000

/**
 * Loads the page as a shopper would.
 * @param chromium program file
 * @throws Error with the install command, when puppeteer-core is missing
 */
export async function readPage(address: URL, chromium: string): Promise<PageState> {
  const { launch } = await loadDriver()
  const browser = await launch({ executablePath: chromium, headless: true, args: FLAGS })
  try {
    const page = await browser.newPage()
    const scripts: Record<string, string> = {}
    const reading: Promise<void>[] = []
    page.on('response', (response) => {
      if (response.request().resourceType() !== 'script') return
      const note = (bytes: Uint8Array | string) => {
        scripts[response.url()] = hash(bytes)
      }
      reading.push(response.buffer().then(note, () => note(`unreadable ${response.status()}`)))
    })
    const response = await page.goto(address.href, { waitUntil: 'networkidle0', timeout: LOAD_MS })
    await Promise.all(reading)
    const inline = await page.$$eval('script:not([src])', (found) =>
      found.map((script) => script.textContent ?? ''),
    )
    for (const [place, text] of inline.entries()) scripts[`inline ${place + 1}`] = hash(text)
    return { headers: headersOf(response?.headers() ?? {}), scripts }
  } finally {
    await browser.close()
  }
}

/** An optional peer dependency: a payment server needs no browser driver. */
async function loadDriver(): Promise<typeof import('puppeteer-core')> {
  try {
    return await import('puppeteer-core')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new Error('page-watch needs puppeteer-core, which is not installed: npm install puppeteer-core')
  }
}

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
]

const hash = (bytes: Uint8Array | string) => createHash('sha384').update(bytes).digest('base64')

function headersOf(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(HEADERS.map((name) => [name, (headers[name] ?? '').replace(NONCE, "'nonce'")]))
}

/** @returns one line per difference; none when the page is as approved */
export function compareStates(approved: PageState, found: PageState): string[] {
  return [
    ...differences('header', approved.headers, found.headers),
    ...differences('script', approved.scripts, found.scripts),
  ]
}

function differences(what: string, before: Record<string, string>, after: Record<string, string>): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  return names.flatMap((name) => {
    const [old, now] = [before[name] ?? '', after[name] ?? '']
    if (old === now) return []
    const verb = old === '' ? 'new' : now === '' ? 'gone' : 'changed'
    return [`${what} ${verb}: ${name}`]
  })
}
