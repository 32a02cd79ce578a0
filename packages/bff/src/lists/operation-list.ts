/** One page of captures, voids and refunds of all payments. */
import type { ListedOperation, OperationList, OperationQuery } from '@paykka-checkout/shared-types'
import { OPERATION_STATUSES, OPERATION_TYPES } from '@paykka-checkout/shared-types'
import type { ListedOperationRow, OperationBranch } from '../database/operation-list-rows.ts'
import { listOperationRows } from '../database/operation-list-rows.ts'
import { modificationView } from '../payments/modifications/modification-view.ts'
import { readMoment } from './list-moment.ts'
import { mergeRows, readPage, readWords } from './page.ts'
import type { ListParts } from './payment-list.ts'

/** @throws AppError validation_failed | cursor_invalid */
export async function listOperationPage(
  { database, transIdKey }: ListParts,
  query: OperationQuery,
): Promise<OperationList> {
  const filters = {
    paymentId: query.paymentId,
    reason: query.reason,
    createdFrom: readMoment('createdFrom', query.createdFrom),
    createdBefore: readMoment('createdBefore', query.createdBefore),
  }
  const branches = branchesOf(query)
  const page = await readPage(
    transIdKey,
    'operations',
    query,
    query.order === 'oldest',
    placeOf,
    async (order) =>
      mergeRows(
        await Promise.all(
          branches.map((branch) => listOperationRows(database.kind, database.db, branch, filters, order)),
        ),
        placeOf,
        order,
      ),
  )
  return { data: page.rows.map(view), nextCursor: page.nextCursor }
}

const placeOf = ({ created_at, id }: ListedOperationRow) => ({ at: Number(created_at), id })

/** Every combination of the words, each for the key's name and for the named operator. */
function branchesOf({ type, status, actor }: OperationQuery): OperationBranch[] {
  const types = readWords('type', type, OPERATION_TYPES)
  const statuses = readWords('status', status, OPERATION_STATUSES)
  const words: OperationBranch[] =
    types || statuses
      ? (types ?? OPERATION_TYPES).flatMap((one) =>
          (statuses ?? OPERATION_STATUSES).map((other) => ({ words: `${one} ${other}` })),
        )
      : [{}]
  return actor === undefined
    ? words
    : words.flatMap((word) => [
        { ...word, actor },
        { ...word, claimed: actor },
      ])
}

function view(row: ListedOperationRow): ListedOperation {
  return { ...modificationView(row, row.currency), shop: row.shop, orderReference: row.order_reference }
}
