/** `paykka-bff doctor`: checks a configuration before going live. */
import { statfsSync } from 'node:fs'
import { examine } from '../doctor/doctor.ts'
import { askDirectly } from '../environment/ask.ts'
import type { Finding } from '../environment/finding.ts'

/** Exit code 1 when a check failed; warnings alone leave 0. */
export async function runDoctor({ json }: { json?: boolean }): Promise<void> {
  const findings = await examine(process.env, {
    now: Date.now,
    ask: askDirectly,
    disk: (folder) => {
      const { type, bavail, bsize } = statfsSync(folder)
      return { type, free: bavail * bsize }
    },
  })
  const failures = findings.filter(({ status }) => status === 'failed').length
  const warnings = findings.filter(({ status }) => status === 'warning').length
  const skipped = findings.filter(({ status }) => status === 'skipped').length
  const passed = findings.length - failures - warnings - skipped
  if (json)
    console.log(
      JSON.stringify({ ok: failures === 0, failures, warnings, skipped, passed, findings }, null, 2),
    )
  else {
    for (const finding of findings) console.log(lines(finding))
    console.log(`\n${failures} failed, ${warnings} warning(s), ${skipped} skipped, ${passed} passed.`)
  }
  if (failures > 0) process.exitCode = 1
}

function lines({ check, status, said, cure }: Finding): string {
  const line = `${status.padEnd(8)} ${check.padEnd(19)} ${said}`
  return cure ? `${line}\n${' '.repeat(29)}-> ${cure}` : line
}
