import assert from 'node:assert/strict'
import { delimiter } from 'node:path'
import { test } from 'node:test'
import { lookForFirefox } from '../programs/engines.ts'

const only =
  (...files: string[]) =>
  (file: unknown) =>
    files.includes(String(file))

test('takes the Firefox that FIREFOX_PATH names', () => {
  assert.equal(lookForFirefox({ FIREFOX_PATH: '/opt/firefox' }, only('/opt/firefox')), '/opt/firefox')
})

test('says so when FIREFOX_PATH points nowhere', () => {
  assert.throws(
    () => lookForFirefox({ FIREFOX_PATH: '/nowhere' }, only()),
    /FIREFOX_PATH points to \/nowhere/,
  )
})

test('finds Firefox on the path', () => {
  const path = ['/a', '/b'].join(delimiter)
  assert.equal(lookForFirefox({ PATH: path }, only('/b/firefox')), '/b/firefox')
  assert.equal(lookForFirefox({ PATH: path }, only()), undefined)
})
