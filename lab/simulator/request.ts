/** One request from outside to one of the instances, as its sender sees it. */
import { pass } from './life.ts'
import { SECOND } from './options.ts'
import type { Instance, World } from './world.ts'
import { violate } from './world.ts'

/** `broken`: the connection ended without an answer. `gone`: the sender gave up waiting. */
export type Outcome<T> =
  | { kind: 'done'; value: T }
  | { kind: 'error'; error: unknown }
  | { kind: 'broken' }
  | { kind: 'gone' }

/** The load balancer's choice: it knows who is dead, but not who is frozen. */
function chooseInstance(world: World): Instance | undefined {
  const alive = world.instances.filter((instance) => instance.life.alive)
  return alive.length > 0 ? world.random.pick(alive) : undefined
}

/** @param timeout milliseconds after which the sender gives up */
export function request<T>(
  world: World,
  label: string,
  timeout: number,
  work: (instance: Instance) => Promise<T>,
): Promise<Outcome<T>> {
  const instance = chooseInstance(world)
  if (!instance) return Promise.resolve({ kind: 'broken' })
  const { life } = instance
  const { scheduler, random } = world
  return new Promise((resolve) => {
    const end = (outcome: Outcome<T>) => {
      life.onDeath.delete(broken)
      resolve(outcome)
    }
    const broken = () => scheduler.after(random.int(1, 50), () => end({ kind: 'broken' }))
    life.onDeath.add(broken)
    scheduler.after(timeout, () => end({ kind: 'gone' }))
    serve(world, instance, label, work).then(
      (value) => end({ kind: 'done', value }),
      (error: unknown) => end({ kind: 'error', error }),
    )
  })
}

/** I11 */
const ANSWER_WITHIN_MS = 26 * SECOND

function noteAnswer(world: World, label: string, took: number): void {
  world.longestAnswer = Math.max(world.longestAnswer, took)
  if (took > ANSWER_WITHIN_MS) violate(world, 'I11', `${label} was answered after ${took} ms`)
}

async function serve<T>(
  world: World,
  instance: Instance,
  label: string,
  work: (instance: Instance) => Promise<T>,
): Promise<T> {
  const { life } = instance
  await pass(world, life, `<${label}`, world.random.int(1, 40))
  const { freezes } = life
  const from = world.scheduler.now()
  try {
    return await work(instance)
  } finally {
    const took = world.scheduler.now() - from
    // Who was frozen meanwhile can't answer; nobody waits for the daily comparison.
    if (life.freezes === freezes && label !== 'daily') noteAnswer(world, label, took)
  }
}
