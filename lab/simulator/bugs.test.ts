/** The proof that the simulator sees: every planted bug is found, and each within a few dozen seeds. */
import { describe, expect, test } from 'vitest'
import { BUGS } from './bugs.ts'
import { findBug } from './find-bug.ts'

const LIMIT = 150

describe('the simulator finds a planted bug', () => {
  for (const [name, { what }] of Object.entries(BUGS)) {
    test(`${name}: ${what}`, { timeout: 300_000 }, async () => {
      const { found } = await findBug(name, 1, LIMIT)
      expect(found).toBe(true)
    })
  }
})
