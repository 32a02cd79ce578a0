/** What one purchase makes the BFF do: figures that do not depend on the machine or on its load. */
import { saturate } from '../bench/bff/load.ts'
import { bffShots } from '../bench/bff/shots.ts'
import type { PagesBy } from './log-pages.ts'
import { pagesWritten } from './log-pages.ts'
import type { Counts } from './messages.ts'
import type { ProfiledBff } from './profiled-bff.ts'
import { isControl } from './statement-phases.ts'

/** All per purchase. */
export type PurchaseCounts = {
  /** Purchases under way at a time. */
  width: number
  statements: number
  /** Begin, commit, savepoints and pragmas. */
  control: number
  pages: number
  bytes: number
  syncs: number
  hops: number
  promises: number
  pagesBy: [string, number][]
  statementsBy: [string, number][]
  hopsBy: [string, number][]
}

/** For the purchases before: a nearly empty database has so few pages that most writes share one. */
const CROWD = 64
const PAGE_BYTES = 4096 + 24

/**
 * @param bff counts, and ends here: its database is read afterwards
 * @param earlier number of purchases before the counted ones
 */
export async function countPurchases(
  bff: ProfiledBff,
  { earlier, purchases, width }: Record<'earlier' | 'purchases' | 'width', number>,
): Promise<PurchaseCounts> {
  await saturate(bff.url, await bffShots(bff.url, earlier), CROWD)
  const shots = await bffShots(bff.url, purchases)
  await bff.ask('count')
  await saturate(bff.url, shots, width)
  const counts = await bff.ask<Counts>('counted')
  await bff.kill()
  return perPurchase(counts, pagesWritten(bff.databasePath), purchases, width)
}

function perPurchase(
  { statements, syncs, promises, jobs }: Counts,
  pages: PagesBy,
  purchases: number,
  width: number,
): PurchaseCounts {
  const each = (entries: Iterable<[string, number]>) =>
    [...entries].map(([name, count]): [string, number] => [name, count / purchases])
  const sum = (entries: readonly (readonly [string, number])[]) =>
    entries.reduce((all, [, count]) => all + count, 0)
  const all = each(Object.entries(statements))
  const isOfControl = ([key]: [string, number]) => isControl(textOf(key))
  const statementsBy = all.filter((entry) => !isOfControl(entry))
  const hopsBy = each(Object.entries(jobs))
  const pagesBy = each(pages).toSorted(([, a], [, b]) => b - a)
  return {
    width,
    statements: sum(statementsBy),
    control: sum(all.filter(isOfControl)),
    pages: sum(pagesBy),
    bytes: sum(pagesBy) * PAGE_BYTES,
    syncs: syncs / purchases,
    hops: sum(hopsBy),
    promises: promises / purchases,
    pagesBy,
    statementsBy,
    hopsBy,
  }
}

/** @returns the statement of a key `phase: text` */
const textOf = (key: string): string => key.slice(key.indexOf(': ') + 2)
