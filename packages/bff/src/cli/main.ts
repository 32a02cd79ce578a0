#!/usr/bin/env node
/** `paykka-bff`: the command line. */
import { Command, Option } from 'commander'
import { runDoctor } from './doctor.ts'
import { EVENT_STATES, listEvents, redeliverEvents } from './events.ts'
import { runMigrate } from './migrate.ts'
import { listNotifications, NOTICE_STATES, parseLimit, replayNotifications } from './notifications.ts'
import { parseAge, runReconcile } from './reconcile.ts'
import { runStart } from './start.ts'

const program = new Command('paykka-bff').description(
  'The server half of <paykka-checkout>, configured by the environment.',
)

program.command('start').description('start the BFF').action(guard(runStart))
program
  .command('emulator')
  .description('start the PayKKa emulator')
  // Not loaded otherwise: a BFF that starts again after a crash has no time to lose.
  .action(guard(async () => (await import('./emulator.ts')).runEmulatorCommand()))
program
  .command('doctor')
  .description('check a configuration before going live; exit code 1 and a reason per failed check')
  .option('--json', 'print JSON')
  .action(guard(runDoctor))
program.command('migrate').description('bring the database schema up to date').action(guard(runMigrate))
program
  .command('reconcile')
  .description('compare the ledger with PayKKa, propose, never act; exit code 1 when they differ')
  .option('--since <age>', 'payments of the last 90m, 12h, 2d …', parseAge, parseAge('2d'))
  .option('--json', 'print JSON')
  .action(guard(runReconcile))

const notifications = program.command('notifications').description('PayKKa’s notices')
notifications
  .command('list')
  .description('newest first')
  .addOption(new Option('--state <state>').choices(NOTICE_STATES))
  .option('--limit <count>', 'at most so many', parseLimit, 50)
  .option('--json', 'print JSON')
  .action(guard(listNotifications))
notifications
  .command('replay [ids...]')
  .description('ask PayKKa again about these notices')
  .addOption(new Option('--all <state>', 'all in this state').choices(NOTICE_STATES))
  .action(guard(replayNotifications))

const events = program.command('events').description('events for the shop')
events
  .command('list')
  .description('newest first')
  .addOption(new Option('--state <state>').choices(EVENT_STATES))
  .option('--limit <count>', 'at most so many', parseLimit, 50)
  .option('--json', 'print JSON')
  .action(guard(listEvents))
events
  .command('redeliver [ids...]')
  .description('send these events again')
  .addOption(new Option('--all <state>', 'all in this state').choices(EVENT_STATES))
  .action(guard(redeliverEvents))

await program.parseAsync()

/** Whatever goes wrong in a command ends in one clear message and exit code 1. */
function guard<A extends unknown[]>(run: (...args: A) => Promise<void>): (...args: A) => Promise<void> {
  return async (...args) => {
    try {
      await run(...args)
    } catch (error) {
      console.error(`paykka-bff: ${describe(error as NodeJS.ErrnoException)}`)
      process.exit(1)
    }
  }
}

function describe(error: NodeJS.ErrnoException & { port?: number }): string {
  if (error.code === 'EADDRINUSE')
    return `port ${error.port} is taken: stop what uses it, or set another port`
  if (error.code === 'EACCES') return `not allowed: ${error.message}`
  if (/no such table|relation .* does not exist/.test(error.message))
    return 'the database is empty: run paykka-bff migrate'
  return error.message
}
