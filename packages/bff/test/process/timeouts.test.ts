/** Waits and deadlines leave no timer behind once they are over. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { timeout, withDeadline } from '../../src/process/timeouts.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('timeout', () => {
  it('ends after its time', async () => {
    const ended = timeout(1000)
    await vi.advanceTimersByTimeAsync(1000)
    await expect(ended).resolves.toBeUndefined()
  })

  it('leaves no timer when it is over', () => {
    const over = new AbortController()
    void timeout(1000, over.signal)
    expect(vi.getTimerCount()).toBe(1)
    over.abort()
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('withDeadline', () => {
  it("aborts what takes too long, with the name undici's callers know", async () => {
    const run = (signal: AbortSignal) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    const failed = withDeadline(1000, run).catch((error: Error) => error.name)
    await vi.advanceTimersByTimeAsync(1000)
    expect(await failed).toBe('TimeoutError')
  })

  it.each([
    ['what was done', () => Promise.resolve('done')],
    ['what failed', () => Promise.reject(new Error('failed'))],
  ])('leaves no timer after %s', async (_name, run) => {
    await withDeadline(1000, run).catch(() => {})
    expect(vi.getTimerCount()).toBe(0)
  })
})
