#!/usr/bin/env node
/** `paykka-bff`: the command line. */
import { program } from './program.ts'

await program.parseAsync()
