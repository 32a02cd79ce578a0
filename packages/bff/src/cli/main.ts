#!/usr/bin/env node
/** `paykka-bff`: the command line. */
import { refuseOldNode } from './node-version.ts'

refuseOldNode(process.versions.node)
// Imported after the version check: on an old Node the import itself would fail.
const { program } = await import('./program.ts')
await program.parseAsync()
