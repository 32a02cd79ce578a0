/** `npm run lab -- faults [--only id,…] [--short]`: breaks a running checkout on purpose and judges what became of it. */
import { runFaults } from './faults/main.ts'

const [part, ...rest] = process.argv.slice(2)
if (part !== 'faults') throw new TypeError('There is one part of the laboratory: faults.')
process.exit(await runFaults(rest))
