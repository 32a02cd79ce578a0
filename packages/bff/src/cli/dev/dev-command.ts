/** `paykka-bff dev`: emulator and BFF in one process, with keys and settings, for a shop under development. */
import type { Config } from '../../config/config.ts'
import { loadConfig } from '../../config/config.ts'
import { openDatabase } from '../../database/database.ts'
import { surviveStandardError } from '../../process/log-output.ts'
import type { Server } from '../../server.ts'
import { startServer } from '../../server.ts'
import { runEmulator } from '../emulator-command.ts'
import { listenForSignals, untilStopped } from '../signals.ts'
import type { DevOptions, DevSettings } from './dev-settings.ts'
import { DEV_FOLDER, prepareDev } from './dev-settings.ts'

export async function runDev(options: DevOptions): Promise<void> {
  const signals = listenForSignals()
  surviveStandardError()
  const settings = prepareDev(process.cwd(), options, process.env)
  const emulator = await runEmulator(settings.env)
  const server = await begin(loadConfig(settings.env)).catch(async (error: unknown) => {
    await emulator.close()
    throw error
  })
  console.log(announcement(settings, options))
  signals.handOn()
  await untilStopped(signals, async () => {
    await server.close()
    await emulator.close()
  })
}

/** The first start creates the database without the warning that an operator must see. */
async function begin(config: Config): Promise<Server> {
  const database = openDatabase(config.databaseUrl, { exclusive: true })
  await database.migrate().finally(() => database.close())
  return await startServer(config)
}

/** @returns what the developer needs next; the first block is for the shop's `.env` */
export function announcement({ env, eventsSecret }: DevSettings, { events }: DevOptions): string {
  const forward = 'npx paykka-bff events listen --forward-to http://localhost:3000/webhooks'
  return `
# Paste these lines into your shop's .env:
BFF_URL=${env.BFF_PUBLIC_URL}
BFF_SECRET_KEY=${env.BFF_SECRET_KEYS}
SHOP_EVENTS_SECRET=${eventsSecret}

The BFF is ready at ${env.BFF_PUBLIC_URL}, for pages of ${env.BFF_ALLOWED_ORIGINS}.
PayKKa's emulator is ready at ${env.PAYKKA_API_URL}. Keys, secrets and database are in ${DEV_FOLDER}/.
Events go to ${events ?? 'no address yet (--events)'}.

Pay with 4242 4242 4242 4242, any future date and any three digits. In another terminal, in this folder:
  ${forward}
  npx paykka-bff events trigger payment.refunded
  npx paykka-bff emulator scenario lost-answer-charged
  npx paykka-bff emulator clock +3d

Ctrl-C stops both.`
}
