/** Finds a Chromium for the browser tests, and installs Debian’s where that is possible. */
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { run } from './run.ts'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
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
  if (process.getuid?.() === 0 && onPath(process.env.PATH, ['apt-get'])) await installChromium()
  const installed = lookForChromium(process.env)
  if (!installed) throw new Error(ADVICE)
  return installed
}

type Environment = Partial<Record<string, string>>

/** A `CHROME_PATH` that points nowhere is a mistake to be told, not to be worked around. */
export function lookForChromium(env: Environment, exists = existsSync): string | undefined {
  if (env.CHROME_PATH) {
    if (exists(env.CHROME_PATH)) return env.CHROME_PATH
    throw new Error(`CHROME_PATH points to ${env.CHROME_PATH}, which does not exist.`)
  }
  return onPath(`/usr/bin${delimiter}${env.PATH ?? ''}`, NAMES, exists) ?? APPS.find((app) => exists(app))
}

function onPath(path: string | undefined, names: string[], exists = existsSync): string | undefined {
  const folders = (path ?? '').split(delimiter).filter(Boolean)
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((file) => exists(file))
}

async function installChromium(): Promise<void> {
  console.log('Installing Chromium with apt-get …')
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const update = await run('apt-get', ['update', '-qq'], { cwd: '/', env })
  const install = await run('apt-get', ['install', '-y', '-qq', 'chromium'], { cwd: '/', env })
  if (install.code !== 0)
    throw new Error(`${ADVICE}\napt-get said: ${lastLine(update.output + install.output)}`)
}

const lastLine = (text: string) => text.trimEnd().split('\n').at(-1) ?? ''
