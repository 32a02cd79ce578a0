/** Which faults this machine can play. */
import { onPath } from '../../scripts/programs/debian.ts'
import type { Fault, Need } from './fault.ts'
import { findFakeTime } from './injectors/clock.ts'

const HAS: Record<Need, () => boolean> = {
  faketime: () => findFakeTime() !== undefined,
  redis: () => onPath(process.env.PATH, ['redis-server']) !== undefined,
  root: () => process.getuid?.() === 0,
}

/** @returns what the fault needs and this machine lacks */
export function missing({ needs = [], world }: Fault): Need[] {
  const all: Need[] = [
    ...needs,
    ...(world?.clock ? ['faketime' as const] : []),
    ...(world?.redis ? ['redis' as const] : []),
    ...(world?.diskMb ? ['root' as const] : []),
  ]
  return all.filter((need) => !HAS[need]())
}
