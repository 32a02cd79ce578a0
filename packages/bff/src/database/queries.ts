/** The first parameter of query functions. */
import type { Kysely, Transaction } from 'kysely'
import type { Tables } from './tables.ts'

/** A connection or a running transaction. */
export type Queries = Kysely<Tables> | Transaction<Tables>
