/** The points at which a process can be made to die, in the order a payment passes them. */

export const KILL_POINTS = [
  'before-claim',
  'after-claim',
  'before-sending-commit',
  'after-sending-commit',
  'first-byte',
  'full-send',
  'after-answer',
  'before-result-commit',
  'after-result-commit',
] as const

/** `migration` and `key-read` are not of the nine: a first start, and a request that is repeated. */
export type KillPoint = (typeof KILL_POINTS)[number] | 'migration' | 'key-read'

/** Whether the gateway can have heard of the payment when the process died there. */
export function mayHaveBeenSent(point: KillPoint): boolean {
  return KILL_POINTS.indexOf(point as (typeof KILL_POINTS)[number]) >= KILL_POINTS.indexOf('full-send')
}

/** Whether the attempt was durable when the process died there. */
export function isRecorded(point: KillPoint): boolean {
  return (
    KILL_POINTS.indexOf(point as (typeof KILL_POINTS)[number]) >= KILL_POINTS.indexOf('after-sending-commit')
  )
}
