/**
 * Two BFFs on one PostgreSQL whose key files are replaced, and whose encryption key expires, while shoppers pay: no shopper
 * may be affected.
 */

import getPort from 'get-port'
import type { Deployment } from '../../chaos/deployment.ts'
import { deploy } from '../../chaos/deployment.ts'
import { until } from '../../chaos/poll.ts'
import { wrongInBooks } from './books.ts'
import type { KeyFiles } from './key-files.ts'
import { makeKeyFiles } from './key-files.ts'
import type { Pair } from './pair.ts'
import { startPair } from './pair.ts'
import type { LoadRow } from './row.ts'
import { count } from './row.ts'
import { keepShopping } from './shopping.ts'

const SHOPPERS = 8
const DRAIN_MS = 1500
const HOUR_MS = 60 * 60_000

type Scene = { deployment: Deployment; pair: Pair; files: KeyFiles }

/** @param rotations of PayKKa's key, of the shop's key and of the key that seals cards, each */
export async function measureKeyRotation(rotations: number): Promise<LoadRow[]> {
  const overlapping = await campaign(rotations, async (scene, turn) => {
    await rotatePlatform(scene, turn % 2 === 0)
    await rotateMerchant(scene)
    await rotateSealing(scene, turn % 2)
  })
  const sudden = await campaign(1, ({ deployment }) =>
    deployment.addFaults({ fault: { type: 'rotate-key' } }),
  )
  const { paid, failed, wrong, errors } = overlapping
  if (errors.length > 0) process.stderr.write(`${errors.slice(0, 5).join('\n')}\n`)
  return [
    {
      name: `Three kinds of key replaced under load ×${rotations}: failed payments`,
      value: `${count(failed)} of ${count(paid + failed)}${wrong > 0 ? `, ${wrong} wrong in the books` : ''}`,
      limit: '0',
      control: `PayKKa's key changed unannounced: ${count(sudden.failed)} of ${count(sudden.paid + sudden.failed)}`,
      ok: failed === 0 && wrong === 0 && paid > 0 && sudden.failed > 0,
    },
  ]
}

async function campaign(turns: number, rotate: (scene: Scene, turn: number) => Promise<void>) {
  const port = await getPort()
  const files = makeKeyFiles(turns)
  const deployment = await deploy({
    kind: 'postgres',
    publicUrl: `http://127.0.0.1:${port}`,
    emulator: { merchantPublicKey: files.merchantPublicKeys, platformPrivateKey: files.platformKey },
    env: {
      ...files.env,
      LOG_LEVEL: 'info',
      SHUTDOWN_DRAIN_MS: String(DRAIN_MS),
      PAYKKA_TIMEOUT_MS: '20000',
    },
  })
  const pair = await startPair(deployment, port)
  try {
    const shopping = keepShopping(pair.url, SHOPPERS)
    for (let turn = 0; turn < turns; turn++) await rotate({ deployment, pair, files }, turn)
    // Whatever went wrong shows in payments that began after the last rotation.
    const before = deployment.emulator.ledger().attempts.length
    await until('payments after the rotation', () =>
      deployment.emulator.ledger().attempts.length > before + 5 * SHOPPERS ? true : undefined,
    )
    const { paid, errors } = await shopping.stop()
    return { paid, failed: errors.length, errors, wrong: await wrongInBooks(deployment, paid) }
  } finally {
    await pair.close()
    await deployment.close()
    files.remove()
  }
}

/** Every BFF has the new key beside the old one before PayKKa signs with it. */
async function rotatePlatform({ deployment, files }: Scene, bySignal: boolean): Promise<void> {
  const privateKey = files.announcePlatformKey()
  await reread(deployment, bySignal)
  await deployment.addFaults({ fault: { type: 'rotate-key', privateKey } })
}

/** PayKKa knows both halves; every BFF signs with the new one from some moment on, each from its own. */
async function rotateMerchant({ deployment, files }: Scene): Promise<void> {
  files.replaceMerchantKey()
  await reread(deployment, true)
}

/** The key that seals is a day old at once: a BFF that starts makes a new one; the other goes on handing out the old one, and both open what either sealed. */
async function rotateSealing({ deployment, pair }: Scene, index: number): Promise<void> {
  await deployment
    .database()
    .db.updateTable('card_keys')
    .set((row) => ({ created_at: row('created_at', '-', 25 * HOUR_MS) }))
    .where('created_at', '>', Date.now() - 24 * HOUR_MS)
    .execute()
  await pair.restart(index, 'stop')
}

/** Waits until each BFF logs that it has read its keys: after a signal, or after the files changed. */
async function reread(deployment: Deployment, bySignal: boolean): Promise<void> {
  const running = deployment.workers.filter((worker) => worker.isAlive())
  const reads = () => running.map((worker) => worker.output().split('keys reloaded').length)
  const before = reads()
  if (bySignal) for (const { pid } of running) process.kill(pid, 'SIGHUP')
  await until('keys to be read', () =>
    reads().every((times, index) => times > (before[index] ?? 0)) ? true : undefined,
  )
}
