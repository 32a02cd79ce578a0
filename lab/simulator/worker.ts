/** One thread of a campaign: runs its share of the seeds and reports once. */
import { parentPort, workerData } from 'node:worker_threads'
import type { Range } from './campaign.ts'
import { runRange } from './campaign.ts'

parentPort?.postMessage(await runRange(workerData as Range))
