/** What each phase takes of a profile: of the processor's time, or of the memory allocated. Pure. */
import type { HeapProfiler, Profiler, Runtime } from 'node:inspector'
import { moduleAt } from './modules.ts'
import type { Call, Phase } from './phases.ts'
import { phaseOf } from './phases.ts'

export type Shares = Partial<Record<Phase, number>>

/** Waiting for work, which is nobody's. */
const IDLE = '(idle)'

/** @returns microseconds of each phase while the process worked */
export function timeShares({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): Shares {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])))
  const spent = new Map<number, number>()
  samples.forEach((id, index) => void spent.set(id, (spent.get(id) ?? 0) + (timeDeltas[index + 1] ?? 0)))
  const shares: Shares = {}
  for (const [id, micros] of spent) {
    const stack: Call[] = []
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
      const node = byId.get(at)
      if (node) stack.push(callOf(node.callFrame))
    }
    if (stack[0]?.name !== IDLE) add(shares, phaseOf(stack), micros)
  }
  return shares
}

/** @returns bytes allocated in each phase */
export function allocationShares({ head }: HeapProfiler.SamplingHeapProfile): Shares {
  const shares: Shares = {}
  const walk = (node: HeapProfiler.SamplingHeapProfileNode, callers: readonly Call[]) => {
    const stack = [callOf(node.callFrame), ...callers]
    if (node.selfSize > 0) add(shares, phaseOf(stack), node.selfSize)
    for (const child of node.children) walk(child, stack)
  }
  walk(head, [])
  return shares
}

const callOf = ({ functionName, url, lineNumber }: Runtime.CallFrame): Call => ({
  name: functionName,
  module: moduleAt(url, lineNumber),
})

function add(shares: Shares, phase: Phase, amount: number): void {
  shares[phase] = (shares[phase] ?? 0) + amount
}

export const total = (shares: Shares): number => Object.values(shares).reduce((sum, each) => sum + each, 0)
