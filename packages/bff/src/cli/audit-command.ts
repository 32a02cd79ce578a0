/** `paykka-bff audit verify`: whether the audit record is complete and unchanged. */

import { sealForReading } from '../audit/seal.ts'
import type { AuditFault, AuditReport } from '../audit/verify.ts'
import { verifyAudit } from '../audit/verify.ts'
import { auditKey } from '../config/derived-keys.ts'
import { withDatabase } from './with-database.ts'

type AuditVerifyOptions = { logged?: string; json?: boolean }

/** Exit code 1 when it is not, so that a script can react. */
export async function runAuditVerify({ logged, json }: AuditVerifyOptions): Promise<void> {
  const report = await withDatabase(async (database, config) => {
    await sealForReading(database)
    return verifyAudit(database.db, auditKey(config), logged)
  })
  if (json) console.log(JSON.stringify(report, null, 2))
  else for (const line of lines(report)) console.log(line)
  if (report.faults.length > 0) process.exitCode = 1
}

const WORDS: Record<AuditFault['fault'], string> = {
  changed: 'was changed, or the one before it was',
  missing: 'is missing',
  cut: 'and all after it were cut off',
  rewritten: 'is not the one that was written: the record was written anew',
}

function lines({ entries, begins, head, faults }: AuditReport): string[] {
  const found = faults.map(({ sequence, fault }) =>
    sequence === 0
      ? 'No entry has the logged hash: the record was written anew.'
      : `Entry ${sequence} ${WORDS[fault]}.`,
  )
  const conclusion = found.length === 0 ? ['The record is whole.'] : found
  const older = begins > 1 ? [`The entries before ${begins} went by their age: a signed marker says so.`] : []
  return [
    `${entries} entries, the last one ${head.sequence} with hash ${head.hash || '-'}`,
    ...older,
    ...conclusion,
  ]
}
