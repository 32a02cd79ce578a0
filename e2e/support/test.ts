/** `test` with what the suite needs: the running servers, the books, a shopper, and an ear on the browser. */
import { test as base, expect } from '@playwright/test'
import { Books } from './books.ts'
import { stackFacts } from './global-setup.ts'
import { Shopper } from './shopper.ts'
import type { StackFacts } from './stack.ts'
import { Watch } from './watch.ts'

type Fixtures = { stack: StackFacts; books: Books; watch: Watch; shopper: Shopper }

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the needed fixtures from this pattern.
  stack: async ({}, use) => {
    await use(stackFacts())
  },
  books: async ({ stack }, use) => {
    await use(new Books(stack))
  },
  watch: [
    async ({ context }, use) => {
      const watch = new Watch()
      await watch.follow(context)
      await use(watch)
      expect(watch.violations, 'content security policy').toEqual([])
      expect(watch.pageErrors, 'uncaught errors').toEqual([])
    },
    { auto: true },
  ],
  shopper: async ({ page, stack, books }, use) => {
    await use(new Shopper(page, stack, books))
  },
})

export { expect }
