/** `movements.csv`: one line per capture, refund, void and dispute. */
import type { Queries } from '../database/database.ts'
import { listDisputes } from '../database/dispute-rows.ts'
import { listModifications } from '../database/modification-rows.ts'
import type { ListedRow } from '../database/payment-list-rows.ts'
import { listSteps } from '../database/payment-rows.ts'
import type { Cell, CsvStyle } from './csv.ts'
import { amountCell, localTimes, utcCell } from './csv.ts'
import type { Movement } from './movements.ts'
import { movementsOf } from './movements.ts'

type Line = { row: ListedRow; movement: Movement; style: CsvStyle; local: (at: number) => string }

export const MOVEMENT_COLUMNS: Record<string, (line: Line) => Cell> = {
  movement_id: ({ movement }) => movement.id,
  occurred_at_utc: ({ movement }) => utcCell(movement.at),
  type: ({ movement }) => movement.type,
  direction: ({ movement }) => directionOf(movement.signed),
  signed_amount: ({ movement, row, style }) => amountCell(movement.signed, row.currency, style),
  currency: ({ row }) => row.currency,
  payment_id: ({ row }) => row.id,
  order_reference: ({ row }) => row.order_reference,
  operation_id: ({ movement }) => movement.operation?.id ?? null,
  status: ({ movement }) => movement.status,
  reason: ({ movement }) => movement.reason,
  actor: ({ movement }) => actorOf(movement),
  trans_id: ({ row }) => row.trans_id,
  refund_trans_id: ({ movement }) =>
    movement.operation?.type === 'refund' ? movement.operation.trans_id : null,
  gateway_order_id: ({ row }) => row.gateway_order_id,
  // PayKKa reports these in no answer: they need a settlement file.
  settlement_reference: () => null,
  fee: () => null,
  net: () => null,
}

export const LOCAL_MOVEMENT_COLUMNS: Record<string, (line: Line) => Cell> = {
  occurred_at_local: ({ movement, local }) => local(movement.at),
}

const directionOf = (signed: number) => (signed > 0 ? 'in' : signed < 0 ? 'out' : 'none')

function actorOf({ operation }: Movement): string | null {
  if (!operation?.actor_id) return null
  const { actor_id: id, actor_claimed: claimed } = operation
  return claimed ? `${claimed} (${id})` : id
}

/** Unix milliseconds: `from` inclusive, `before` exclusive. */
export type Occurred = { from: number; before: number }

/** @returns one line for each movement of these payments within the window */
export async function movementLines(
  db: Queries,
  rows: ListedRow[],
  columns: string[],
  style: CsvStyle,
  occurred: Occurred,
): Promise<Cell[][]> {
  const moved = await readMovements(db, rows)
  const local = localTimes(style.timeZone ?? 'UTC')
  const known = { ...MOVEMENT_COLUMNS, ...LOCAL_MOVEMENT_COLUMNS }
  return moved
    .filter(({ movement: { at } }) => at >= occurred.from && at < occurred.before)
    .map((line) => columns.map((name) => known[name]?.({ ...line, style, local }) ?? null))
}

/** @returns the movements of these payments, each with its payment */
async function readMovements(
  db: Queries,
  rows: ListedRow[],
): Promise<{ row: ListedRow; movement: Movement }[]> {
  const ids = rows.map(({ id }) => id)
  const operations = Map.groupBy(await listModifications(db, ids), (each) => each.payment_id)
  const disputes = Map.groupBy(await listDisputes(db, ids), (each) => each.payment_id)
  const steps = Map.groupBy(await listSteps(db, ids), (each) => each.payment_id)
  return rows.flatMap((row) => {
    const payment = {
      row,
      operations: operations.get(row.id) ?? [],
      disputes: disputes.get(row.id) ?? [],
      steps: steps.get(row.id) ?? [],
    }
    return movementsOf(payment).map((movement) => ({ row, movement }))
  })
}
