/** Reports a failed seed: the broken invariant, the world, the events before it, and how to reproduce it. */
import { execFileSync } from 'node:child_process'
import type { SeedResult } from './run-seed.ts'

export function describeFailure(result: SeedResult, bug?: string): string {
  const { seed, options, violations, trace } = result
  return [
    `seed ${seed} broke a promise (commit ${commit()})`,
    ...violations.map(({ code, message, at }) => `  ${code} after ${at} ms: ${message}`),
    `options ${JSON.stringify(options)}`,
    'the last lines of its trace:',
    ...trace.map((line) => `  ${line}`),
    `replay: ${replayCommand(seed, options.profile, bug)}`,
  ].join('\n')
}

function replayCommand(seed: number, profile: string, bug?: string): string {
  const extra = `${profile === 'default' ? '' : ` --profile ${profile}`}${bug ? ` --bug ${bug}` : ''}`
  return `npm run lab -- simulate --seed ${seed}${extra}`
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8', stdio: 'pipe' }).trim()
  } catch {
    return 'unknown'
  }
}
