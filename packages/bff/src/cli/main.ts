#!/usr/bin/env node
/** `paykka-bff`: the command line. */
import { Command } from 'commander'
import { runEmulatorCommand } from './emulator.ts'
import { runMigrate } from './migrate.ts'
import { runStart } from './start.ts'

const program = new Command('paykka-bff').description(
  'The server half of <paykka-checkout>, configured by the environment.',
)

program.command('start').description('start the BFF').action(guard(runStart))
program.command('emulator').description('start the PayKKa emulator').action(guard(runEmulatorCommand))
program.command('migrate').description('bring the database schema up to date').action(guard(runMigrate))

await program.parseAsync()

/** Whatever goes wrong before a command runs ends in one clear message and exit code 1. */
function guard(run: () => Promise<void>): () => Promise<void> {
  return async () => {
    try {
      await run()
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
  return error.message
}
