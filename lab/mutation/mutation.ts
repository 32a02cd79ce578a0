/**
 * `npm run mutation`: writes into `docs/reports/mutations.md` every mutation of a money or security rule that no test
 * detects.
 */
import { writeFileSync } from 'node:fs'
import { inRoot } from '../../scripts/paths.ts'
import { mutationPage } from './mutation-page.ts'
import { LEAST_KILLED, readScore } from './mutation-score.ts'

const MINUTES = 30

const { killed, of, report } = await readScore(MINUTES, process.argv.slice(2))
writeFileSync(inRoot('docs', 'reports', 'mutations.md'), mutationPage(report))
console.log(
  `${killed} of ${of} changes were noticed (${((killed / of) * 100).toFixed(1)} %): docs/reports/mutations.md`,
)
if (killed / of < LEAST_KILLED) process.exitCode = 1
