import { delimiter } from 'node:path'
import { expect, test } from 'vitest'
import { lookForFirefox } from '../programs/engines.ts'

const only =
  (...files: string[]) =>
  (file: unknown) =>
    files.includes(String(file))

test('takes the Firefox that FIREFOX_PATH names', () => {
  expect(lookForFirefox({ FIREFOX_PATH: '/opt/firefox' }, only('/opt/firefox'))).toBe('/opt/firefox')
})

test('says so when FIREFOX_PATH points nowhere', () => {
  expect(() => lookForFirefox({ FIREFOX_PATH: '/nowhere' }, only())).toThrow(
    /FIREFOX_PATH points to \/nowhere/,
  )
})

test('finds Firefox on the path', () => {
  const path = ['/a', '/b'].join(delimiter)
  expect(lookForFirefox({ PATH: path }, only('/b/firefox'))).toBe('/b/firefox')
  expect(lookForFirefox({ PATH: path }, only())).toBe(undefined)
})
