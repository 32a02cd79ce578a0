/** Finds Firefox and WebKit for the browser tests, and installs Debian's where that is possible. */
import { existsSync, globSync } from 'node:fs'
import { delimiter } from 'node:path'
import { installPackages, onPath } from './debian.ts'

export type WebKit = { driver: string; browser: string; display: string }
type Environment = Partial<Record<string, string>>

const FIREFOX_APPS = [
  '/Applications/Firefox.app/Contents/MacOS/firefox',
  'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
]
const FIREFOX_ADVICE =
  'No Firefox found: install firefox-esr (Debian) or Firefox, or set FIREFOX_PATH to its program file.'
const WEBKIT_ADVICE = 'No WebKit found: on Debian, run `apt-get install webkit2gtk-driver xvfb`.'

export async function findFirefox(): Promise<string> {
  const found = lookForFirefox(process.env)
  if (found) return found
  await installPackages(['firefox-esr'], FIREFOX_ADVICE)
  const installed = lookForFirefox(process.env)
  if (!installed) throw new Error(FIREFOX_ADVICE)
  return installed
}

/** A `FIREFOX_PATH` that points nowhere is a mistake to report, not to work around. */
export function lookForFirefox(env: Environment, exists = existsSync): string | undefined {
  if (env.FIREFOX_PATH) {
    if (exists(env.FIREFOX_PATH)) return env.FIREFOX_PATH
    throw new Error(`FIREFOX_PATH points to ${env.FIREFOX_PATH}, which does not exist.`)
  }
  const path = `/usr/bin${delimiter}${env.PATH ?? ''}`
  return onPath(path, ['firefox-esr', 'firefox'], exists) ?? FIREFOX_APPS.find((app) => exists(app))
}

export async function findWebKit(): Promise<WebKit> {
  const found = lookForWebKit(process.env.PATH)
  if (found) return found
  await installPackages(['webkit2gtk-driver', 'xvfb'], WEBKIT_ADVICE)
  const installed = lookForWebKit(process.env.PATH)
  if (!installed) throw new Error(WEBKIT_ADVICE)
  return installed
}

/** Its driver, the small browser the driver drives, and a screen for machines without one. */
function lookForWebKit(path: string | undefined): WebKit | undefined {
  const driver = onPath(`/usr/bin${delimiter}${path ?? ''}`, ['WebKitWebDriver']) ?? newest('WebKitWebDriver')
  const browser = newest('MiniBrowser')
  const display = onPath(`/usr/bin${delimiter}${path ?? ''}`, ['Xvfb'])
  return driver && browser && display ? { driver, browser, display } : undefined
}

const newest = (program: string) =>
  globSync([`/usr/lib/*/webkit2gtk-4.*/${program}`, `/usr/lib*/webkit2gtk-4.*/${program}`])
    .sort()
    .at(-1)
