/** What an attempt to pay works with. */

import type { Environment } from '../../environment.ts'
import type { Access } from '../bff-client.ts'
import type { FraudData } from '../wire.ts'

/** What the page says along with a payment. */
export type PageFacts = {
  /** What the shop's challenge gave the page. */
  readonly challengeToken?: string
  /** What PayKKa's fraud script gave the page. */
  readonly fraud?: FraudData
}

/** Where an attempt runs. */
export type Run = { access: Access; page: PageFacts; env: Environment; signal: AbortSignal }
