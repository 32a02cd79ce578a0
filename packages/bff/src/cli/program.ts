/** Every command of `paykka-bff` with its options. A command's code is loaded when it runs. */
import { Argument, Command, Option } from 'commander'
import { describeConnectionError } from '../database/connection-errors.ts'
import { storageFailure } from '../database/storage-failure.ts'
import {
  EVENT_STATES,
  NOTIFICATION_STATES,
  parseAge,
  parseLimit,
  parsePageSize,
  parsePort,
  parseStep,
  REFUND_REASONS,
} from './arguments.ts'

/** The commands and their options; `main.ts` runs them. Importing this file runs nothing. */
export const program = new Command('paykka-bff').description(
  'The server half of <paykka-checkout>, configured by the environment.',
)

program
  .command('start')
  .description('start the BFF')
  .action(guard(async () => (await import('./start-command.ts')).runStart))
program
  .command('dev')
  .description('for a shop under development: start emulator and BFF, create keys, print lines for its .env')
  .option('--shop-url <origins>', "the shop's origins, comma-separated", 'http://localhost:3000')
  .option('--events <url>', "the shop's address for events")
  .option('--port <port>', 'of the BFF', parsePort, 4020)
  .option('--emulator-port <port>', 'of the emulator', parsePort, 4010)
  .action(guard(async () => (await import('./dev/dev-command.ts')).runDev))

const emulator = program
  .command('emulator')
  .description('start the PayKKa emulator, or control a running one')
  .action(guard(async () => (await import('./emulator-command.ts')).runEmulatorCommand))
control('clock', "move the emulator's time forward")
  .addArgument(new Argument('<step>', 'for example +90s, +30m or +3d').argParser(parseStep))
  .action(guard(async () => (await import('./dev/emulator-control.ts')).moveClock))
control('scenario [names...]', 'play a situation until the next one; the list when left out').action(
  guard(async () => (await import('./dev/emulator-control.ts')).beginScenario),
)
control('reset', 'delete its payments, faults and readings, and restore its time').action(
  guard(async () => (await import('./dev/emulator-control.ts')).resetEmulator),
)
program
  .command('doctor')
  .description('check a configuration before going live; exit code 1 and a reason per failed check')
  .option('--json', 'print JSON')
  .action(guard(async () => (await import('./doctor-command.ts')).runDoctor))
program
  .command('page-watch <url>')
  .description(
    "compare a page's security headers and scripts with the approved ones; exit code 1 on a change",
  )
  .option('--baseline <file>', 'the approved state', 'page-baseline.json')
  .option('--approve', 'write the baseline from the present page')
  .option('--chromium <file>', "Chromium's program file")
  .action(guard(async () => (await import('./page-watch-command.ts')).runPageWatch))
program
  .command('migrate')
  .description('bring the database schema up to date')
  .option(
    '--new',
    'begin a new, empty database: the first one of a live PayKKa, or where a SQLite file is gone',
  )
  .option('--restored', 'accept the existing SQLite file as complete, although it looks incomplete')
  .action(guard(async () => (await import('./migrate-command.ts')).runMigrate))
program
  .command('backup <file>')
  .description('copy a SQLite database to a new file while the BFF runs; PostgreSQL has its own tools')
  .action(guard(async () => (await import('./backup-command.ts')).runBackup))
program
  .command('reconcile')
  .description(
    'compare the database with PayKKa and propose actions, without changes; exit code 1 when they differ',
  )
  .option('--since <age>', 'payments of the last 90m, 12h, 2d …', parseAge, parseAge('2d'))
  .option('--json', 'print JSON')
  .action(guard(async () => (await import('./reconcile-command.ts')).runReconcile))

program
  .command('prune')
  .description('delete data older than the RETAIN_ settings; the BFF does it once a day')
  .option('--dry-run', 'only report what would be deleted, by kind and day, and what is kept and why')
  .option('--compact', 'then rewrite a SQLite file without remains of deleted data; stop the BFF before')
  .option('--json', 'print JSON')
  .action(guard(async () => (await import('./prune-command.ts')).runPrune))

const notifications = program.command('notifications').description("PayKKa's notifications")
notifications
  .command('list')
  .description('newest first')
  .addOption(new Option('--state <state>').choices(NOTIFICATION_STATES))
  .option('--limit <count>', 'maximum number', parseLimit, 50)
  .option('--json', 'print JSON')
  .action(guard(async () => (await import('./notifications-command.ts')).listNotifications))
notifications
  .command('replay [ids...]')
  .description('query PayKKa again about these notifications')
  .addOption(new Option('--all <state>', 'all in this state').choices(NOTIFICATION_STATES))
  .action(guard(async () => (await import('./notifications-command.ts')).replayNotifications))

const events = program.command('events').description('events for the shop')
events
  .command('list')
  .description('newest first')
  .addOption(new Option('--state <state>').choices(EVENT_STATES))
  .option('--failed', 'only those that an endpoint did not accept: given up, or still tried')
  .option('--limit <count>', 'maximum number', parseLimit, 50)
  .option('--json', 'print JSON')
  .action(guard(async () => (await import('./events-command.ts')).listEvents))
events
  .command('redeliver [ids...]')
  .description('send these events again')
  .addOption(new Option('--all <state>', 'all in this state').choices(EVENT_STATES))
  .action(guard(async () => (await import('./events-command.ts')).redeliverEvents))

events
  .command('test')
  .description('send a signed sample to the endpoints; exit code 1 when one did not accept it')
  .option('--type <type>', 'of the event', 'payment.succeeded')
  .option('--endpoint <name>', 'only to this one')
  .option('--json', 'print JSON')
  .action(guard(async () => (await import('./dev/events-test.ts')).testEvents))
events
  .command('listen')
  .description('print every new event, and forward it to a shop under development')
  .option('--forward-to <url>', 'for example http://localhost:3000/webhooks')
  .action(guard(async () => (await import('./dev/events-listen.ts')).listenToEvents))
events
  .command('trigger <type>')
  .description("pay with the emulator's cards so that an event of this type follows")
  .action(guard(async () => (await import('./dev/events-trigger.ts')).triggerEvent))

const audit = program.command('audit').description('the audit record')
audit
  .command('list')
  .description('newest first; all filters must fit')
  .option('--actor <name>', 'of a key, a job or a user of this machine, or the operator whom a key claims')
  .option('--action <action>', 'for example payment.refund')
  .option('--target <id>', 'of a payment, checkout, card, agreement or token')
  .addOption(new Option('--outcome <outcome>').choices(['done', 'unknown']))
  .option('--from <moment>', 'inclusive, for example 2026-11-01T00:00:00Z')
  .option('--before <moment>', 'exclusive')
  .option('--limit <count>', '1 to 100', parsePageSize, 25)
  .option('--cursor <cursor>', 'the next page, with the same filters')
  .option('--json', 'print JSON')
  .action(guard(async () => (await import('./audit-list-command.ts')).runAuditList))
audit
  .command('verify')
  .description('verify the record; exit code 1 when an entry was changed, is missing or was cut off')
  .option('--logged <hash>', 'a hash from the daily log line: the record must contain it')
  .option('--json', 'print JSON')
  .action(guard(async () => (await import('./audit-command.ts')).runAuditVerify))

const payment = program
  .command('payment')
  .description("payments: found in the database, shown and changed over the running BFF's API")
payment
  .command('show <id>')
  .description('state, sums and history')
  .option('--json', 'print JSON')
  .action(guard(async () => (await import('./operate-command.ts')).showPayment))
payment
  .command('find <anything>')
  .description('payments by support code, order or its prefix, e-mail address, last four digits, or any id')
  .option('--from <moment>', 'inclusive: with last four digits, which many cards share')
  .option('--before <moment>', 'exclusive')
  .option('--json', 'print JSON')
  .action(guard(async () => (await import('./find-command.ts')).findPaymentBy))
payment
  .command('list')
  .description('payments, newest first; all filters must match, lists are comma-separated')
  .option('--status <statuses>', 'for example succeeded,refunded')
  .option(
    '--attention <words>',
    'needs_review, unknown, capture_due, refund_open, dispute_open, duplicate, late',
  )
  .option('--method <methods>', 'for example card,apple_pay')
  .option('--card-brand <brands>', 'for example visa,mastercard')
  .option('--currency <codes>', 'for example EUR')
  .option('--amount-min <minor>', 'minor units; with one currency, --from and --before')
  .option('--amount-max <minor>', 'minor units; with one currency, --from and --before')
  .option('--order-reference <reference>', 'exact')
  .option('--shopper-reference <reference>', 'exact')
  .option('--email <address>', 'exact')
  .option('--last4 <digits>', 'of the card')
  .option('--from <moment>', 'inclusive, for example 2026-11-01T00:00:00Z')
  .option('--before <moment>', 'exclusive')
  .option('--oldest', 'oldest first')
  .option('--limit <count>', '1 to 100', parsePageSize, 25)
  .option('--cursor <cursor>', 'the next page, with the same filters')
  .option('--json', 'print JSON')
  .action(guard(async () => (await import('./find-command.ts')).listPaymentsOf))
money('capture <id>', 'capture authorized funds, all or a part')
  .option('--amount <decimal>', 'for example 12.34; all when left out')
  .option('--final', 'release the rest')
  .action(guard(async () => (await import('./operate-command.ts')).capturePayment))
money('void <id>', 'release authorized funds')
  .option('--reason <text>', 'for PayKKa')
  .action(guard(async () => (await import('./operate-command.ts')).voidPayment))
money('refund <id>', 'give captured funds back, all or a part')
  .option('--amount <decimal>', 'for example 12.34; all when left out')
  .addOption(new Option('--reason <reason>').choices(REFUND_REASONS))
  .option('--even-if-disputed', 'refund even if a dispute was reported')
  .action(guard(async () => (await import('./operate-command.ts')).refundPayment))

const disputes = program.command('dispute').description('disputes that PayKKa reported')
disputes
  .command('list')
  .description('open disputes, by due time')
  .option('--all', 'also ended ones; newest first')
  .option('--stage <stage>', 'exact, as PayKKa writes it')
  .option('--due-before <moment>', 'for example 2026-12-01T00:00:00Z')
  .option('--payment-id <id>', 'of one payment')
  .option('--limit <count>', '1 to 100', parsePageSize, 25)
  .option('--cursor <cursor>', 'the next page, with the same filters')
  .option('--json', 'print JSON')
  .action(guard(async () => (await import('./dispute-command.ts')).listDisputesOf))
disputes
  .command('show <id>')
  .description('facts, reports and notes')
  .option('--json', 'print JSON')
  .action(guard(async () => (await import('./dispute-command.ts')).showDispute))

program
  .command('export')
  .description('a CSV file of payments begun, of movements, or of the audit record, in a window')
  .addArgument(new Argument('<kind>').choices(['payments', 'movements', 'audit']))
  .option('--from <moment>', 'inclusive, for example 2026-11-01T00:00:00Z')
  .option('--before <moment>', 'exclusive')
  .option('--out <file>', 'output file; standard output when left out')
  .option('--status <statuses>', 'of the payments, comma-separated')
  .option('--currency <codes>', 'for example EUR')
  .option('--actor <name>', 'of the record: a key, a job or an operator')
  .option('--action <action>', 'of the record, for example payment.refund')
  .option('--target <id>', 'of the record: a payment, checkout, card or token')
  .option('--columns <names>', 'comma-separated, in this order')
  .option('--time-zone <name>', 'adds local times, for example Europe/Berlin')
  .addOption(new Option('--delimiter <name>').choices(['comma', 'semicolon']))
  .addOption(new Option('--decimal <name>').choices(['point', 'comma']))
  .option('--bom', 'begin with a byte order mark, so that Excel detects UTF-8')
  .option('--json', 'print JSON about the file')
  .action(guard(async () => (await import('./export-command.ts')).exportFile))

program
  .command('checkout')
  .description("one checkout, over the running BFF's API")
  .command('show <id>')
  .description('with its payments')
  .option('--json', 'print JSON')
  .action(guard(async () => (await import('./operate-command.ts')).showCheckout))

/** A command for the running emulator. */
function control(name: string, description: string): Command {
  return emulator
    .command(name)
    .description(description)
    .option('--url <address>', 'of the emulator; PAYKKA_API_URL or http://127.0.0.1:4010 when left out')
}

/** A command that moves money asks for confirmation, and can be repeated under its key. */
function money(name: string, description: string): Command {
  return payment
    .command(name)
    .description(description)
    .option('--yes', 'do not ask')
    .option('--key <key>', 'repeat the operation of this idempotency key')
    .option('--allow-repeat', 'repeat an operation that was done minutes ago')
    .option('--json', 'print JSON')
}

/** These begin a BFF or check its real settings; all others work with the one that `paykka-bff dev` runs in this folder. */
const WITHOUT_DEV = ['start', 'dev', 'doctor', 'migrate', 'backup', 'prune', 'page-watch']

program.hook('preAction', async (_, command) => {
  const [, name = ''] = namesOf(command)
  if (WITHOUT_DEV.includes(name) || command === emulator) return
  const { useDev } = await import('./dev/dev-settings.ts')
  useDev(process.env, process.cwd(), (text) => process.stderr.write(`${text}\n`))
})

/** @returns the words of a command, for example `paykka-bff`, `events`, `list` */
function namesOf(command: Command): string[] {
  return command.parent ? [...namesOf(command.parent), command.name()] : []
}

/**
 * Loads only the command that runs, so that a restart after a crash is fast. Every error ends with one clear message and
 * exit code 1.
 */
function guard<A extends unknown[]>(
  load: () => Promise<(...args: A) => Promise<void>>,
): (...args: A) => Promise<void> {
  return async (...args) => {
    try {
      const run = await load()
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
  const connection = describeConnectionError(error)
  if (connection !== null) return connection
  const failure = storageFailure(error)
  return failure ? `the database cannot be used: ${error.message}. ${failure.advice}` : error.message
}
