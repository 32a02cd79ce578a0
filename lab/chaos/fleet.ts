/** The processes of one deployment, killed and started again while shoppers pay. */
import getPort from 'get-port'
import type { Deployment } from './deployment.ts'
import { pause } from './poll.ts'
import type { Worker, WorkerKind } from './worker.ts'

export type Fleet = {
  /** @returns the address of one of the living, in turn; of any when none lives */
  pick(): string
  /** Kills the process at that address after a moment, and starts another in its place. */
  killSoon(url: string, afterMs: number): void
  /** Waits for everyone to be back. @returns how long each one took to be ready */
  settle(): Promise<number[]>
}

export async function startFleet(deployment: Deployment, size: number, kind: WorkerKind): Promise<Fleet> {
  // The first process uses the deployment's port, which gets the notifications.
  const start = async (index: number) =>
    deployment.start({ kind, ...(index === 0 ? {} : { port: await getPort() }) })
  const workers: Worker[] = await Promise.all(Array.from({ length: size }, (_, index) => start(index)))
  const replacing = new Set<Promise<void>>()
  const readyMs: number[] = []
  let turn = 0

  const replace = async (index: number, afterMs: number) => {
    await pause(afterMs)
    const victim = workers[index]
    if (!victim?.isAlive()) return
    await victim.kill()
    const heir = await deployment.start({ kind, port: victim.port })
    workers[index] = heir
    readyMs.push(heir.readyMs)
  }
  return {
    pick: () => {
      turn += 1
      const living = workers.filter((worker) => worker.isAlive())
      const choice = living[turn % living.length] ?? workers[0]
      if (!choice) throw new Error('the fleet is empty')
      return choice.url
    },
    killSoon: (url, afterMs) => {
      const work = replace(
        workers.findIndex((worker) => worker.url === url),
        afterMs,
      )
      replacing.add(work)
      void work.finally(() => replacing.delete(work))
    },
    settle: async () => {
      await Promise.all(replacing)
      return readyMs
    },
  }
}
