/** `paykka-bff export payments|movements`: the same files as over HTTP, of any length. */
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { sealForReading } from '../audit/seal.ts'
import { transIdKey } from '../config/derived-keys.ts'
import { AppError } from '../domain/errors.ts'
import type { FileKind, FileOrder } from '../exports/file-order.ts'
import { readAuditFileOrder, readFileOrder } from '../exports/file-order.ts'
import { writeFile } from '../exports/write-file.ts'
import type { FilterParts } from '../lists/payment-filters.ts'
import { wordsOf } from './refusal-words.ts'
import { withDatabase } from './with-database.ts'

type ExportOptions = {
  from?: string
  before?: string
  out?: string
  status?: string
  currency?: string
  actor?: string
  action?: string
  target?: string
  columns?: string
  timeZone?: string
  delimiter?: 'comma' | 'semicolon'
  decimal?: 'point' | 'comma'
  bom?: boolean
  json?: boolean
}

/** Exports the payments begun, the movements, or the audit record of a time window. */
export async function exportFile(kind: FileKind, { out, json, ...options }: ExportOptions): Promise<void> {
  const lines = await withDatabase(async (database, config) => {
    const parts = { transIdKey: transIdKey(config), searchableMetadata: config.searchableMetadata }
    const order = readOrder(parts, kind, options)
    if (kind === 'audit') await sealForReading(database)
    return database.snapshot((db) =>
      save(writeFile({ database: { kind: database.kind, db }, transIdKey: parts.transIdKey }, order), out),
    )
  }).catch((error: unknown) => {
    throw error instanceof AppError ? new Error(wordsOf(error)) : error
  })
  if (out === undefined) return
  console.log(json ? JSON.stringify({ file: out, lines }) : `${lines} line(s) in ${out}`)
}

type FileOptions = Omit<ExportOptions, 'out' | 'json'>

/** @throws Error for an option that this kind of file does not have */
function readOrder(parts: FilterParts, kind: FileKind, options: FileOptions): FileOrder {
  const { from, before, bom, ...form } = options
  const foreign = (kind === 'audit' ? MONEY_ONLY : AUDIT_ONLY).find((name) => options[name] !== undefined)
  if (foreign !== undefined) throw new Error(`--${foreign} is not for this kind of file`)
  const [first, last] = WINDOWS[kind]
  const given = Object.entries({ ...form, [first]: from, [last]: before, bom: bom ? 'true' : undefined })
  const query = Object.fromEntries(given.filter(([, value]) => value !== undefined))
  return kind === 'audit' ? readAuditFileOrder(query, false) : readFileOrder(parts, kind, query, false)
}

const MONEY_ONLY = ['status', 'currency'] as const
const AUDIT_ONLY = ['actor', 'action', 'target'] as const
const WINDOWS: Record<FileKind, [string, string]> = {
  payments: ['createdFrom', 'createdBefore'],
  movements: ['occurredFrom', 'occurredBefore'],
  audit: ['from', 'before'],
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
