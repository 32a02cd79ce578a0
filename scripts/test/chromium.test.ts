/** Where a browser is looked for, without touching the machine. */
import { expect, test } from 'vitest'
import { lookForChromium } from '../programs/chromium.ts'

const has =
  (...files: string[]) =>
  (file: unknown) =>
    files.includes(String(file))

test('CHROME_PATH wins, and must exist', () => {
  expect(lookForChromium({ CHROME_PATH: '/x/chrome' }, has('/x/chrome', '/usr/bin/chromium'))).toBe(
    '/x/chrome',
  )
  expect(() => lookForChromium({ CHROME_PATH: '/x/none' }, has())).toThrow(/CHROME_PATH points to \/x\/none/)
})

test('then the usual names, then the usual apps, then nothing', () => {
  expect(lookForChromium({}, has('/usr/bin/google-chrome'))).toBe('/usr/bin/google-chrome')
  const both = has('/usr/bin/chromium', '/usr/bin/chromium-headless-shell')
  expect(lookForChromium({}, both)).toBe('/usr/bin/chromium-headless-shell')
  expect(lookForChromium({ PATH: '/snap/bin' }, has('/snap/bin/chromium'))).toBe('/snap/bin/chromium')
  const app = '/Applications/Chromium.app/Contents/MacOS/Chromium'
  expect(lookForChromium({}, has(app))).toBe(app)
  expect(lookForChromium({}, has())).toBe(undefined)
})
