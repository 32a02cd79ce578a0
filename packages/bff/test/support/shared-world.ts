/** One world for all tests of a file: for requests without side effects, or that only read their own data. */
import { beforeAll } from 'vitest'
import type { World, WorldOptions } from './world.ts'
import { startWorld } from './world.ts'

/** @returns a function that gives the world, to be called inside tests */
export function shareWorld(options: WorldOptions = {}): () => World {
  let world: World | undefined
  beforeAll(async () => {
    let close: () => Promise<void> = async () => {}
    world = await startWorld({
      ...options,
      onEnd: (end) => {
        close = end
      },
    })
    return close
  })
  return () => {
    if (!world) throw new Error('the world starts before the first test')
    return world
  }
}
