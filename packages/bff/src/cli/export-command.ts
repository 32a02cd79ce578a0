/** `paykka-bff export payments|movements`: the same files as over HTTP, of any length. */
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { MovementsFileQuery } from '@paykka-checkout/shared-types'
import { transIdKey } from '../config/derived-keys.ts'
import { AppError } from '../domain/errors.ts'
import type { FileKind } from '../exports/file-order.ts'
import { readFileOrder } from '../exports/file-order.ts'
import { writeFile } from '../exports/write-file.ts'
import { wordsOf } from './refusal-words.ts'
import { withDatabase } from './with-database.ts'

type ExportOptions = {
  from?: string
  before?: string
  out?: string
  status?: string
  currency?: string
  columns?: string
  timeZone?: string
  delimiter?: 'comma' | 'semicolon'
  decimal?: 'point' | 'comma'
  bom?: boolean
  json?: boolean
}

/** Exports the payments begun, or the movements, in a time window. */
export async function exportFile(kind: FileKind, options: ExportOptions): Promise<void> {
  const { from, before, out, bom, json, ...form } = options
  const window =
    kind === 'payments'
      ? { createdFrom: from, createdBefore: before }
      : { occurredFrom: from, occurredBefore: before }
  const given = Object.entries({ ...form, ...window, bom: bom ? 'true' : undefined })
  const query = Object.fromEntries(given.filter(([, value]) => value !== undefined)) as MovementsFileQuery
  const lines = await withDatabase(async (database, config) => {
    const parts = { transIdKey: transIdKey(config), searchableMetadata: config.searchableMetadata }
    const order = readFileOrder(parts, kind, query, false)
    return database.snapshot((db) =>
      save(writeFile({ database: { kind: database.kind, db }, transIdKey: parts.transIdKey }, order), out),
    )
  }).catch((error: unknown) => {
    throw error instanceof AppError ? new Error(wordsOf(error)) : error
  })
  if (out === undefined) return
  console.log(json ? JSON.stringify({ file: out, lines }) : `${lines} line(s) in ${out}`)
}

/** Writes under a temporary name, so that a file with the final name is complete. */
async function save(pieces: AsyncIterable<string>, out: string | undefined): Promise<number> {
  const counted = { lines: -1 }
  const source = Readable.from(countLines(pieces, counted))
  if (out === undefined) {
    await pipeline(source, process.stdout, { end: false })
    return counted.lines
  }
  const unfinished = `${out}.part`
  try {
    await pipeline(source, createWriteStream(unfinished, { mode: 0o600 }))
    await rename(unfinished, out)
  } finally {
    await rm(unfinished, { force: true })
  }
  return counted.lines
}

/** No cell contains a line break, so line ends count the lines. The header does not count. */
async function* countLines(
  pieces: AsyncIterable<string>,
  counted: { lines: number },
): AsyncGenerator<string> {
  for await (const piece of pieces) {
    counted.lines += piece.split('\r\n').length - 1
    yield piece
  }
}
