/** Who ordered an operation: as database columns, and as the shop's server reads it. */
import type { Actor } from '@paykka-checkout/shared-types'
import type { ModificationRow } from '../database/tables.ts'
import { present } from '../domain/present.ts'

type ActorColumns = Pick<ModificationRow, 'actor_type' | 'actor_id' | 'actor_claimed'>

export function actorColumns({ type, id, claimed }: Actor): ActorColumns {
  return { actor_type: type, actor_id: id, actor_claimed: claimed ?? null }
}

/** @returns null for operations older than the actor columns: the actor is unknown */
export function actorOf({ actor_type, actor_id, actor_claimed }: ActorColumns): Actor | null {
  if (actor_type === null || actor_id === null) return null
  return { type: actor_type, id: actor_id, ...present({ claimed: actor_claimed }) }
}
