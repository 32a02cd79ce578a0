/** Finds a Chromium for the browser tests, and installs Debian's where that is possible. */
import { existsSync } from 'node:fs'
import { delimiter } from 'node:path'
import { installPackages, onPath } from './debian.ts'

/** The shell is Debian's Chromium without windows: the same engine, and it leaves more of a small machine to the tests. */
const SHELL = 'chromium-headless-shell'
const NAMES = [SHELL, 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const APPS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
]
const ADVICE = 'No Chromium found: install Chromium or Google Chrome, or set CHROME_PATH to its program file.'

export async function findChromium(): Promise<string> {
  const found = lookForChromium(process.env)
  if (found) return found
  await installPackages([SHELL], ADVICE).catch(() => installPackages(['chromium'], ADVICE))
  const installed = lookForChromium(process.env)
  if (!installed) throw new Error(ADVICE)
  return installed
}

type Environment = Partial<Record<string, string>>

/** A `CHROME_PATH` that points nowhere is a mistake to report, not to work around. */
export function lookForChromium(env: Environment, exists = existsSync): string | undefined {
  if (env.CHROME_PATH) {
    if (exists(env.CHROME_PATH)) return env.CHROME_PATH
    throw new Error(`CHROME_PATH points to ${env.CHROME_PATH}, which does not exist.`)
  }
  return onPath(`/usr/bin${delimiter}${env.PATH ?? ''}`, NAMES, exists) ?? APPS.find((app) => exists(app))
}
