/** The virtual clock. One event runs at a time, and everything it set off in memory is over before the next one. */
import type { Random } from '../../packages/bff/test/support/random.ts'

export type Scheduler = {
  /** Virtual Unix milliseconds. */
  now(): number
  at(when: number, run: () => void): void
  after(ms: number, run: () => void): void
  /** For actors that can't crash: shoppers, the courier, the gateway. */
  sleep(ms: number): Promise<void>
  /** Runs events until none is left or `stop` says so. */
  run(stop: () => boolean): Promise<void>
  events(): number
}

type Event = { at: number; tie: number; run: () => void }

/** @param random decides between events of the same moment */
export function createScheduler(random: Random, start: number): Scheduler {
  const heap: Event[] = []
  let now = start
  let events = 0
  const at = (when: number, run: () => void) =>
    push(heap, { at: Math.max(when, now), tie: random.next(), run })
  const runOne = (): boolean => {
    const event = pop(heap)
    if (!event) return false
    now = event.at
    events++
    event.run()
    return true
  }
  const after = (ms: number, run: () => void) => at(now + ms, run)
  return {
    now: () => now,
    at,
    after,
    sleep: (ms) => new Promise((resolve) => after(ms, resolve)),
    run: (stop) => drive(() => !stop() && runOne()),
    events: () => events,
  }
}

/** A tick queued from a microtask comes after all microtasks, so every promise has settled as far as it can. */
function drive(runOne: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const turn = () => {
      try {
        if (!runOne()) return resolve()
      } catch (error) {
        return reject(error)
      }
      queueMicrotask(() => process.nextTick(turn))
    }
    turn()
  })
}

const before = (a: Event, b: Event) => a.at < b.at || (a.at === b.at && a.tie < b.tie)

function push(heap: Event[], event: Event): void {
  let child = heap.length
  heap.push(event)
  while (child > 0) {
    const parent = (child - 1) >> 1
    const above = heap[parent]
    if (!above || !before(event, above)) break
    heap[child] = above
    child = parent
  }
  heap[child] = event
}

function pop(heap: Event[]): Event | undefined {
  const top = heap[0]
  const last = heap.pop()
  if (top && last && heap.length > 0) sink(heap, last)
  return top
}

function sink(heap: Event[], event: Event): void {
  let parent = 0
  for (;;) {
    const left = heap[2 * parent + 1]
    const right = heap[2 * parent + 2]
    const smaller = right && left && before(right, left) ? right : left
    if (!smaller || !before(smaller, event)) break
    heap[parent] = smaller
    parent = smaller === right ? 2 * parent + 2 : 2 * parent + 1
  }
  heap[parent] = event
}
