#!/usr/bin/env node
/** `paykka-bff`: the command line. */
import { refuseOldNode } from './node-version.ts'

refuseOldNode(process.versions.node)
// Loaded late: what an old Node does not have would end it before it could say so.
const { program } = await import('./program.ts')
await program.parseAsync()
