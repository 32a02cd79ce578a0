/** The database tables. Times are Unix milliseconds, money is minor units, flags are 0 or 1. */
import type {
  ActorType,
  CaptureMode,
  CheckoutStatus,
  OperationStatus,
  OperationType,
  PaidWith,
  PaymentStatus,
  SaveCardPolicy,
} from '@paykka-checkout/shared-types'
import type { Generated, Selectable } from 'kysely'

/** One order's payment intent. `details` is the rest of the shop's data, as JSON text. */
export type CheckoutTable = {
  id: string
  secret_hash: string
  status: Exclude<CheckoutStatus, 'expired'>
  order_reference: string
  amount: number
  currency: string
  version: number
  capture: CaptureMode
  save_card: SaveCardPolicy
  return_url: string
  details: string
  attempts: number
  /** The payment that may still succeed. While it is set, no other may start. */
  live_payment_id: string | null
  /** The payment that paid (or holds the funds for) this checkout. */
  paid_payment_id: string | null
  /** Number of Apple Pay sheets opened. */
  apple_pay_sheets: number
  /** SHA-256 of the request that charged an agreement, so that its key charges once; null for other checkouts. */
  charge_hash: string | null
  /**
   * Whether it is the only checkout of its order (`sole`), one of several (`repeat`), or superseded (`none`, also for
   * checkouts older than the rule; `released` once it was over). A unique index allows one `sole` per order.
   */
  order_claim: 'sole' | 'repeat' | 'none' | 'released'
  /** The checkout that took over the order. */
  superseded_by: string | null
  /** 1 when another checkout of the order was paid before this one. */
  paid_before: number
  /** Our id of the agreement, for a merchant-initiated charge. */
  agreement_id: string | null
  /** Our id of the agreement that gets another card through this checkout. */
  renews_agreement: string | null
  /**
   * When the successful payments of this checkout are compared next, since one may be surplus. Null when there is nothing
   * to compare.
   */
  surplus_due_at: number | null
  shop: string
  /** The shop's name for its customer; null for a guest, and in checkouts of older versions. */
  shopper_reference: string | null
  /** Keyed hash of the shopper's e-mail address, for searches; null without an address. */
  email_hash: string | null
  /** When its personal data was removed; null before. */
  emptied_at: number | null
  created_at: number
  updated_at: number
  expires_at: number
}

/** The amount of each version of a checkout, so that an outdated page can show both amounts. */
type CheckoutVersionTable = {
  checkout_id: string
  version: number
  amount: number
  created_at: number
}

/** One attempt to pay. A row is committed as `sending` before the first byte is sent to PayKKa. */
export type PaymentTable = {
  id: string
  checkout_id: string
  attempt: number
  trans_id: string
  status: PaymentStatus
  /** 1 while this attempt may still succeed. A unique index allows one such row per checkout. */
  live: number
  amount: number
  currency: string
  capture: CaptureMode
  method: PaidWith
  card_brand: string | null
  card_last4: string | null
  card_bin: string | null
  gateway_order_id: string | null
  gateway_code: string | null
  /** PayKKa's error message, without card data, at most 300 characters. */
  gateway_message: string | null
  decline_code: string | null
  decline_retry: string | null
  failure: string | null
  action_url: string | null
  /** When the gateway gives up the payment or releases its funds. Unix milliseconds, from the gateway. */
  gateway_expires_at: number | null
  /** When the payment ended at the gateway. Unix milliseconds, from the gateway. */
  gateway_finished_at: number | null
  authorisation_type: string | null
  /** The payment method: our name where we know the gateway's. */
  paid_with: string | null
  balances: string | null
  /** The time of the query that returned the balances. */
  balances_asked_at: number | null
  return_hash: string
  /** When the shopper last returned from the bank or from PayKKa's page. */
  return_used_at: number | null
  request_id: string
  idempotency_key: string
  created_at: number
  updated_at: number
  /** After this moment the purchase can no longer be answered. */
  send_deadline: number
  /** When the resolver queries PayKKa next. Null when no query is needed. */
  next_query_at: number | null
  queries: number
  lease_owner: string | null
  lease_until: number
  /** Fencing token: every lease raises it, so that an instance whose lease expired can't write. */
  lease_fence: number
  /** When the event for uncaptured funds was created. */
  capture_reported_at: number | null
  /** PayKKa's own page: until then (its `expire_time`) a shopper can pay on it. Null for other methods. */
  payable_until: number | null
  /** When the shopper left this page. Null once the page can no longer be paid. */
  left_at: number | null
  /** The methods of PayKKa's own page and the shopper's choice, as JSON text. */
  hosted_page: string | null
  /** The payment that is kept instead of this one, which paid the checkout again. */
  surplus_of: string | null
  /** 1 when it was paid after it had been given up. */
  late: number
  shop: string
}

/** The search index of metadata pairs: a keyed hash of name and value. */
export type PaymentMetadataTable = { payment_id: string; hash: string; created_at: number }

/** One capture, void or refund. A row is committed as `sending` before the first byte is sent to PayKKa. */
export type ModificationTable = {
  id: string
  payment_id: string
  /** Number within the payment's operations, from 1. */
  seq: number
  type: OperationType
  status: OperationStatus
  /** 1 while its outcome is unknown. A unique index allows one such capture or void per payment. */
  open: number
  amount: number
  /** 1 for a void of the whole rest, which is sent without an amount. */
  whole: number
  /** 1 for a capture that releases the rest. */
  final: number
  reason: string | null
  /** PayKKa's `refund_trans_id` of a refund; captures and voids have no id at PayKKa. */
  trans_id: string
  /** 1 once PayKKa has accepted it. */
  accepted: number
  /** PayKKa's captured (or voided) sum before it: the difference shows whether it was executed. */
  sum_before: number
  gateway_status: string | null
  gateway_code: string | null
  gateway_message: string | null
  /** PayKKa's id of a refund. */
  gateway_refund_id: string | null
  /** 1 for a refund that is paid out to the shopper instead of a card, which may take weeks. */
  payout: number
  failure: string | null
  idempotency_key: string
  fingerprint: string
  request_id: string
  created_at: number
  updated_at: number
  /** After this moment it can no longer be answered. */
  send_deadline: number
  next_query_at: number | null
  queries: number
  lease_until: number
  shop: string
  /** Who ordered it; null in older rows. */
  actor_type: ActorType | null
  /** The name of a key or of a job. */
  actor_id: string | null
  /** The operator that the caller named; unverified. */
  actor_claimed: string | null
}

/** A dispute according to PayKKa's latest notification. */
type DisputeTable = {
  /** Ours: `dsp_…`. */
  id: string
  payment_id: string
  /** PayKKa's id; empty when the notification has none. */
  dispute_id: string
  stage: string | null
  /** 1 until a stage or a person ends it. */
  open: number
  reason: string | null
  reason_text: string | null
  amount: number | null
  currency: string | null
  order_amount: number | null
  order_currency: string | null
  arn: string | null
  /** In PayKKa's format. */
  due_time: string | null
  dispute_time: string | null
  posting_date: string | null
  /** PayKKa's name of the payment method. */
  paid_with: string | null
  /** Unix milliseconds of `due_time`, where it can be parsed. */
  due_at: number | null
  /** 1 when the notification was signed. */
  verified: number
  /** The outcome that staff recorded. */
  outcome: 'accepted' | 'won' | 'lost' | null
  outcome_at: number | null
  reported_at: number
  updated_at: number
  shop: string
}

/** One report of a dispute. Append-only. */
type DisputeReportTable = {
  /** Id of the dispute, `dsp_…`. */
  dispute: string
  /** Id of the notification; empty for facts older than the reports. */
  notification: string
  at: number
  stage: string | null
  reason: string | null
  amount: number | null
  currency: string | null
  due_time: string | null
  verified: number
}

/** A note or an outcome of a dispute, by staff. Append-only. */
type DisputeNoteTable = {
  id: string
  dispute: string
  at: number
  text: string
  outcome: DisputeTable['outcome']
  actor_type: ActorType
  actor_id: string
  actor_claimed: string | null
}

/** A card that PayKKa stores for a shopper, alone or with an agreement to charge it. Its token is encrypted here. */
export type SavedCardTable = {
  id: string
  /** Our id of the agreement, null for a card that is only saved. */
  agreement_id: string | null
  purpose: 'saved_card' | 'subscription' | 'unscheduled'
  /** `replaced`: the same card exists under another id, and this row keeps one of its tokens. */
  status: 'active' | 'ended' | 'replaced'
  /** The id under which a replaced card is shown. */
  replaced_by: string | null
  shopper_reference: string
  /** The payment that stored it. */
  payment_id: string
  sealed_token: string
  sealed_agreement: string | null
  brand: string | null
  last4: string | null
  exp_month: string | null
  exp_year: string | null
  created_at: number
  /** When the agreement got another card. */
  renewed_at: number | null
  /** When the event for this expiring card was created. */
  expiry_told_at: number | null
  /** For a `replaced` row with an agreement of PayKKa's: our id of the agreement that has another card now. */
  renews: string | null
}

/** A shopper's consent to storing a card. Append-only. */
export type ConsentTable = {
  payment_id: string
  shopper_reference: string
  purpose: 'saved_card' | 'subscription' | 'unscheduled'
  text: string | null
  text_hash: string | null
  locale: string | null
  /** The card's expiry, where it was read here. */
  exp_month: string | null
  exp_year: string | null
  at: number
}

/** The secret of one shopper's account page, until it expires. */
type ShopperSecretTable = { hash: string; shopper_reference: string; expires_at: number }

/** Every step of a payment, oldest first. Append-only. */
type PaymentStepTable = {
  payment_id: string
  seq: number
  at: number
  from_status: PaymentStatus | null
  to_status: PaymentStatus
  cause: string
  detail: string | null
  gateway_message: string | null
}

/** One claim per idempotency key. `response_status` is null while the first request is in flight. */
type IdempotencyTable = {
  scope: string
  key: string
  fingerprint: string
  payment_id: string | null
  response_status: number | null
  response_body: string | null
  created_at: number
}

/** Keys that encrypt cards. The private half is encrypted, so the database alone decrypts nothing. */
type CardKeyTable = {
  kid: string
  public_jwk: string
  sealed_private: string
  created_at: number
}

/** PayKKa's notifications: stored before the acknowledgment, processed later. Only ids are stored, never the payload. */
type NotificationTable = {
  /** Hash over the facts that identify a notification. */
  id: string
  kind: 'payment' | 'refund' | 'dispute' | 'other'
  type: string
  /** 1 when PayKKa's signature was valid. Disputes may arrive unsigned and are hints. */
  verified: number
  trans_id: string | null
  gateway_order_id: string | null
  refund_id: string | null
  /** A dispute's facts as JSON; null for other notifications. */
  dispute: string | null
  state: 'pending' | 'done' | 'ignored' | 'expired'
  /** How often PayKKa sent it. */
  receipts: number
  attempts: number
  received_at: number
  last_received_at: number
  processed_at: number | null
  next_at: number
  lease_until: number
  note: string | null
}

/** Events for the shop, written in the transaction of the change they report. */
type ShopEventTable = {
  id: string
  type: string
  payment_id: string
  payload: string
  state: 'pending' | 'delivered' | 'failed'
  attempts: number
  created_at: number
  /** Start of the three days of delivery attempts; a redelivery restarts them. */
  first_due_at: number
  delivered_at: number | null
  /** Names of the endpoints that accepted it, comma-separated. */
  delivered_to: string
  next_at: number
  lease_until: number
  last_error: string | null
}

/** Fingerprints of sealed cards that have paid. */
type UsedSealTable = { mark: string; used_at: number }

/** Work that only one instance does at a time, such as the daily comparison. */
type JobTable = { name: string; lease_until: number; last_run_at: number }

/**
 * The processes that use this database. `serving`: accepts payments. `left`: has ended, or is dead; `seen_at` stays, since
 * it shows how long the database was in use.
 */
type InstanceTable = {
  id: string
  state: 'starting' | 'serving' | 'left'
  /** A fingerprint of the settings that all processes on one database must share. */
  settings: string
  /** Other shared settings, as keyed hashes by variable in JSON; null from an older version. */
  fingerprints: string | null
  /** By the database's clock, like `seen_at`. */
  started_at: number
  seen_at: number
}

/** Used wallet tokens. Only a keyed hash of each is stored. */
type WalletTokenTable = {
  mark: string
  checkout_id: string
  /** The checkout's version: the amount the shopper agreed to. */
  version: number
  created_at: number
}

/** One row: the identity of the database. A copy has the same id. */
type DatabaseIdentityTable = {
  id: string
  begun_at: number
  /** SQLite: 0 in a main file without its write-ahead log; with the log it reads as 1. */
  whole: number
  /** When `paykka-bff backup` created this copy; null once a BFF has opened it. */
  copied_at: number | null
  /** After a restored backup: the start of the time that startup recovery must cover; null once it is complete. */
  unasked_since: number | null
}

/** One row that the write probe updates. */
type WriteProbeTable = { id: number; bytes: string }

/** The audit record. Append-only; each row contains the hash of the previous one. */
type AuditTable = {
  /** From 1, without gaps. */
  sequence: number
  id: string
  at: number
  shop: string
  actor_type: ActorType
  actor_id: string
  actor_claimed: string | null
  action: string
  target_type: string
  target_id: string
  order_reference: string | null
  amount: number | null
  currency: string | null
  reason: string | null
  outcome: 'done' | 'unknown' | 'refused'
  operation_id: string | null
  idempotency_key_hash: string | null
  request_id: string | null
  /** Why it was refused. */
  problem_code: string | null
  /** The caller's network: /24 of IPv4, /48 of IPv6. */
  network: string | null
  /** Of the page in a browser. */
  origin: string | null
  /** JSON text. */
  detail: string | null
  previous_hash: string
  hash: string
}

/** One row: the last entry of the audit record. */
type AuditHeadTable = {
  id: number
  sequence: number
  hash: string
  /** The last entry that the shop got an event of; null until it asks for them. */
  reported: number | null
}

/** Entries that are not chained yet, as JSON. */
type AuditWaitingTable = { place: Generated<number>; entry: string }

/** An erased shopper. The row reveals no identity: the hash needs a key of this deployment. */
export type ErasureTable = {
  id: string
  shop: string
  shopper_hash: string
  /** `processing`: requests to PayKKa are still due; `partly`: PayKKa refuses. */
  status: 'processing' | 'partly' | 'done'
  /** The numbers of removed items by kind, as JSON. */
  erased: string
  /** The kept data, with reason and end, as JSON. */
  kept: string
  /** The tokens left to remove at PayKKa, encrypted; null once nothing is left. */
  sealed_work: string | null
  at: number
  updated_at: number
}

/** One row: the start of the audit record after its old end was removed. */
type AuditMarkerTable = {
  id: number
  /** Sequence and hash of the last removed entry. */
  sequence: number
  hash: string
  at: number
  /** Over the other columns, with a key of this deployment. */
  signature: string
}

export type Tables = {
  erasures: ErasureTable
  audit_markers: AuditMarkerTable
  audit: AuditTable
  audit_head: AuditHeadTable
  audit_waiting: AuditWaitingTable
  checkouts: CheckoutTable
  checkout_versions: CheckoutVersionTable
  payments: PaymentTable
  payment_steps: PaymentStepTable
  operations: ModificationTable
  disputes: DisputeTable
  dispute_reports: DisputeReportTable
  dispute_notes: DisputeNoteTable
  payment_metadata: PaymentMetadataTable
  saved_cards: SavedCardTable
  consents: ConsentTable
  shopper_secrets: ShopperSecretTable
  idempotency_keys: IdempotencyTable
  card_keys: CardKeyTable
  used_seals: UsedSealTable
  notices: NotificationTable
  shop_events: ShopEventTable
  jobs: JobTable
  instances: InstanceTable
  wallet_tokens: WalletTokenTable
  database_identity: DatabaseIdentityTable
  write_probe: WriteProbeTable
}

export type AuditRow = Selectable<AuditTable>
export type ErasureRow = Selectable<ErasureTable>
export type AuditMarkerRow = Selectable<AuditMarkerTable>
export type AuditHeadRow = Selectable<AuditHeadTable>
export type AuditWaitingRow = Selectable<AuditWaitingTable>
export type CheckoutRow = Selectable<CheckoutTable>
export type CheckoutVersionRow = Selectable<CheckoutVersionTable>
export type PaymentRow = Selectable<PaymentTable>
export type SavedCardRow = Selectable<SavedCardTable>
export type ConsentRow = Selectable<ConsentTable>
export type ShopperSecretRow = Selectable<ShopperSecretTable>
export type ModificationRow = Selectable<ModificationTable>
export type DisputeRow = Selectable<DisputeTable>
export type DisputeReportRow = Selectable<DisputeReportTable>
export type DisputeNoteRow = Selectable<DisputeNoteTable>
export type PaymentStepRow = Selectable<PaymentStepTable>
export type IdempotencyRow = Selectable<IdempotencyTable>
export type CardKeyRow = Selectable<CardKeyTable>
export type NotificationRow = Selectable<NotificationTable>
export type WalletTokenRow = Selectable<WalletTokenTable>
export type ShopEventRow = Selectable<ShopEventTable>
export type DatabaseIdentityRow = Selectable<DatabaseIdentityTable>
export type InstanceRow = Selectable<InstanceTable>
