/** Where a browser is looked for, without touching the machine. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lookForChromium } from '../programs/chromium.ts'

const has =
  (...files: string[]) =>
  (file: unknown) =>
    files.includes(String(file))

test('CHROME_PATH wins, and must exist', () => {
  assert.equal(
    lookForChromium({ CHROME_PATH: '/x/chrome' }, has('/x/chrome', '/usr/bin/chromium')),
    '/x/chrome',
  )
  assert.throws(() => lookForChromium({ CHROME_PATH: '/x/none' }, has()), /CHROME_PATH points to \/x\/none/)
})

test('then the usual names, then the usual apps, then nothing', () => {
  assert.equal(lookForChromium({}, has('/usr/bin/google-chrome')), '/usr/bin/google-chrome')
  const both = has('/usr/bin/chromium', '/usr/bin/chromium-headless-shell')
  assert.equal(lookForChromium({}, both), '/usr/bin/chromium-headless-shell')
  assert.equal(lookForChromium({ PATH: '/snap/bin' }, has('/snap/bin/chromium')), '/snap/bin/chromium')
  const app = '/Applications/Chromium.app/Contents/MacOS/Chromium'
  assert.equal(lookForChromium({}, has(app)), app)
  assert.equal(lookForChromium({}, has()), undefined)
})
