/** A process that took payments remembers no card: its memory is read as a thief on the machine would read it. */
import { expect, it, onTestFinished } from 'vitest'
import { deploy } from './deployment.ts'
import { measureMemory } from './memory.ts'
import { canScan } from './scan-memory.ts'

it.skipIf(!canScan())(
  'holds no number and no code after 25 payments, and what was planted is found',
  async () => {
    const deployment = await deploy({ kind: 'sqlite' })
    onTestFinished(() => deployment.close())
    const { numbers, codes, control } = await measureMemory(deployment, 25)
    expect([numbers, codes]).toEqual([0, 0])
    expect(control.planted).toBeGreaterThan(0)
    expect(control.orders).toBeGreaterThan(0)
  },
)
