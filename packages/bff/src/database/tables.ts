/** The tables as the database keeps them. Times are milliseconds since 1970, money is minor units, flags are 0 or 1. */
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
import type { Selectable } from 'kysely'

/** One order's payment intent. `details` is the rest of what the shop handed over, as JSON text. */
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
  /** The payment that may still succeed. While it is set no other may start. */
  live_payment_id: string | null
  /** The payment that paid (or holds the funds for) this checkout. */
  paid_payment_id: string | null
  /** How often Apple's sheet was opened. */
  apple_pay_sheets: number
  /** SHA-256 of the request that charged an agreement, so that its key charges once; null for every other checkout. */
  charge_hash: string | null
  /**
   * Whether it is the one checkout of its order (`sole`), one beside others (`repeat`), or lost the order to another
   * (`none`, also of checkouts from before the rule; `released` once it was over). A unique index allows one `sole` per order.
   */
  order_claim: 'sole' | 'repeat' | 'none' | 'released'
  /** The checkout that took the order over. */
  superseded_by: string | null
  /** 1 when another checkout of the order was paid before this one. */
  paid_before: number
  /** Our id of the agreement, for a charge without the shopper. */
  agreement_id: string | null
  /** Our id of the agreement that gets another card by this checkout. */
  renews_agreement: string | null
  /** When the successes of this checkout are compared next: one may be too many. Null when there is nothing to compare. */
  surplus_due_at: number | null
  shop: string
  /** The shop's name for its customer; null for a guest, and in a checkout of an older version's. */
  shopper_reference: string | null
  /** Keyed hash of the shopper's e-mail address, by which alone it is found; null where none was given. */
  email_hash: string | null
  /** When its personal data went; null while it may hold some. */
  emptied_at: number | null
  created_at: number
  updated_at: number
  expires_at: number
}

/** What each version of a checkout cost, so that an outdated page can be told both amounts. */
type CheckoutVersionTable = {
  checkout_id: string
  version: number
  amount: number
  created_at: number
}

/** One attempt to pay. A row exists, committed as `sending`, before the first byte goes to PayKKa. */
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
  /** PayKKa's own words for a failure, without card data, at most 300 characters. */
  gateway_message: string | null
  decline_code: string | null
  decline_retry: string | null
  failure: string | null
  action_url: string | null
  /** When the gateway gives the payment up, or the funds it holds. Unix milliseconds, as it told. */
  gateway_expires_at: number | null
  /** When the payment ended there. Unix milliseconds, as it told. */
  gateway_finished_at: number | null
  authorisation_type: string | null
  /** What paid, in our words where the gateway's is known. */
  paid_with: string | null
  balances: string | null
  /** When the question was asked whose answer told the balances. */
  balances_asked_at: number | null
  return_hash: string
  /** When the shopper last came back from the bank or from PayKKa's page. */
  return_used_at: number | null
  request_id: string
  idempotency_key: string
  created_at: number
  updated_at: number
  /** After this moment no answer to the purchase can arrive any more. */
  send_deadline: number
  /** When the resolver asks PayKKa next. Null once nothing is left to ask. */
  next_query_at: number | null
  queries: number
  lease_owner: string | null
  lease_until: number
  /** Goes up with every lease, so that an instance that slept through its own can't write. */
  lease_fence: number
  /** When the shop was told that these held funds were not captured in time. */
  capture_reported_at: number | null
  /** PayKKa's own page: until then, by its `expire_time`, a shopper can pay on it. Null for every other method. */
  payable_until: number | null
  /** When the shopper said that they leave this page. Null once nothing can come from the page any more. */
  left_at: number | null
  /** What PayKKa's own page offers and what of it the shopper chose, as JSON text. */
  hosted_page: string | null
  /** The payment that is kept in place of this one, which paid the checkout once more. */
  surplus_of: string | null
  /** 1 when it was paid after it had been given up. */
  late: number
  shop: string
}

/** By which payments of a searchable pair of metadata are found: a keyed hash of name and value. */
export type PaymentMetadataTable = { payment_id: string; hash: string; created_at: number }

/** One capture, void or refund. A row exists, committed as `sending`, before the first byte goes to PayKKa. */
export type ModificationTable = {
  id: string
  payment_id: string
  /** Counts a payment's operations, from 1. */
  seq: number
  type: OperationType
  status: OperationStatus
  /** 1 while its outcome is not known. A unique index allows one such capture or void per payment. */
  open: number
  amount: number
  /** 1 for a void of all that is left: it is sent without an amount. */
  whole: number
  /** 1 for a capture that releases what it leaves. */
  final: number
  reason: string | null
  /** PayKKa's `refund_trans_id` of a refund; captures and voids have none on the wire. */
  trans_id: string
  /** 1 once PayKKa has said yes to it. */
  accepted: number
  /** What was captured (or voided) before it, as PayKKa told: the difference shows whether it was executed. */
  sum_before: number
  gateway_status: string | null
  gateway_code: string | null
  gateway_message: string | null
  /** PayKKa's id of a refund. */
  gateway_refund_id: string | null
  /** 1 for a refund that is paid out to the shopper in another way than to a card: it may take weeks. */
  payout: number
  failure: string | null
  idempotency_key: string
  fingerprint: string
  request_id: string
  created_at: number
  updated_at: number
  /** After this moment no answer to it can arrive any more. */
  send_deadline: number
  next_query_at: number | null
  queries: number
  lease_until: number
  shop: string
  /** Who ordered it; null in rows from before this was kept. */
  actor_type: ActorType | null
  /** The name of a key or of a job. */
  actor_id: string | null
  /** The operator whom the holder of the key named; nobody has checked it. */
  actor_claimed: string | null
}

/** A dispute as PayKKa's notifications told it last. */
type DisputeTable = {
  /** Ours: `dsp_…`. */
  id: string
  payment_id: string
  /** PayKKa's id; empty when the notification had none. */
  dispute_id: string
  stage: string | null
  /** 1 until a stage or staff ends it. */
  open: number
  reason: string | null
  reason_text: string | null
  amount: number | null
  currency: string | null
  order_amount: number | null
  order_currency: string | null
  arn: string | null
  /** As PayKKa writes them. */
  due_time: string | null
  dispute_time: string | null
  posting_date: string | null
  /** PayKKa's word for what the shopper paid with. */
  paid_with: string | null
  /** Unix milliseconds of `due_time`, where it can be read. */
  due_at: number | null
  /** 1 when the notification was signed. */
  verified: number
  /** What staff learned at PayKKa. */
  outcome: 'accepted' | 'won' | 'lost' | null
  outcome_at: number | null
  reported_at: number
  updated_at: number
  shop: string
}

/** One report of a dispute. Rows are only ever added. */
type DisputeReportTable = {
  /** Id of the dispute, `dsp_…`. */
  dispute: string
  /** Id of the notification; empty for what was known before reports were kept. */
  notification: string
  at: number
  stage: string | null
  reason: string | null
  amount: number | null
  currency: string | null
  due_time: string | null
  verified: number
}

/** What staff wrote about a dispute, or how it ended. Rows are only ever added. */
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

/** A card PayKKa keeps for a shopper, alone or with an agreement to charge it. Its token is encrypted here. */
export type SavedCardTable = {
  id: string
  /** Our id of the agreement, null for a card that is only saved. */
  agreement_id: string | null
  purpose: 'saved_card' | 'subscription' | 'unscheduled'
  /** `replaced`: the same card is there under another id, and this row keeps one of its tokens. */
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
  /** When the shop was told that this card soon expires. */
  expiry_told_at: number | null
  /** Of a `replaced` row that keeps an agreement of PayKKa's: our id of the one that has another card now. */
  renews: string | null
}

/** What a shopper agreed to when a card was stored. Rows are only ever added. */
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

/** Opens one shopper's account page until it expires. */
type ShopperSecretTable = { hash: string; shopper_reference: string; expires_at: number }

/** Every step of a payment, oldest first. Rows are only ever added. */
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

/** Keys that seal cards. The private half is encrypted, so the database alone opens nothing. */
type CardKeyTable = {
  kid: string
  public_jwk: string
  sealed_private: string
  created_at: number
}

/** PayKKa's notices: stored before they are acknowledged, worked off later. Only ids are kept, never the payload. */
type NotificationTable = {
  /** Hash over what makes two notices the same. */
  id: string
  kind: 'payment' | 'refund' | 'dispute' | 'other'
  type: string
  /** 1 when PayKKa's signature was good. Disputes may come unsigned and are hints. */
  verified: number
  trans_id: string | null
  gateway_order_id: string | null
  refund_id: string | null
  /** A dispute's own facts as JSON, null for the rest. */
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

/** Events for the shop, written in the transaction of the change they tell of. */
type ShopEventTable = {
  id: string
  type: string
  payment_id: string
  payload: string
  state: 'pending' | 'delivered' | 'failed'
  attempts: number
  created_at: number
  /** When the three days of trying began; a redelivery starts them anew. */
  first_due_at: number
  delivered_at: number | null
  next_at: number
  lease_until: number
  last_error: string | null
}

/** Fingerprints of sealed cards that have paid. */
type UsedSealTable = { mark: string; used_at: number }

/** Work that only one instance does at a time, such as the daily comparison. */
type JobTable = { name: string; lease_until: number; last_run_at: number }

/**
 * The processes that work on this ledger. `serving`: takes payments. `left`: has ended, or is dead; `seen_at` stays, since
 * it says until when the ledger was kept.
 */
type InstanceTable = {
  id: string
  state: 'starting' | 'serving' | 'left'
  /** A fingerprint of what all processes on one ledger must share. */
  settings: string
  /** What else they must share, as keyed hashes by variable in JSON; null when an older version runs there. */
  fingerprints: string | null
  /** By the database's clock, as is `seen_at`. */
  started_at: number
  seen_at: number
}

/** Wallet tokens that were used. Only a keyed hash of each is kept. */
type WalletTokenTable = {
  mark: string
  checkout_id: string
  /** Of the checkout: the amount the shopper agreed to. */
  version: number
  created_at: number
}

/** One row: which database this is. A copy has the same id. */
type DatabaseIdentityTable = {
  id: string
  begun_at: number
  /** SQLite: 0 in a main file that lacks what is still in its write-ahead log; with the log it reads as 1. */
  whole: number
  /** When `paykka-bff backup` made this copy; null once a BFF has opened it. */
  copied_at: number | null
  /** After a restored backup: since when PayKKa must be asked what this database forgot; null once it was asked. */
  unasked_since: number | null
}

/** One row, written again and again to see whether the database takes it. */
type WriteProbeTable = { id: number; bytes: string }

/** Who did what. Rows are only ever added; each holds the hash of the one before it. */
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
  outcome: 'done' | 'unknown'
  operation_id: string | null
  idempotency_key_hash: string | null
  request_id: string | null
  /** JSON text. */
  detail: string | null
  previous_hash: string
  hash: string
}

/** One row: the last entry of the audit record. */
type AuditHeadTable = { id: number; sequence: number; hash: string }

/** A shopper who was erased. It tells nobody who that was: the hash needs a key of this deployment. */
export type ErasureTable = {
  id: string
  shop: string
  shopper_hash: string
  /** `processing`: PayKKa is still to be asked for something; `partly`: it refuses. */
  status: 'processing' | 'partly' | 'done'
  /** How many of what went, as JSON. */
  erased: string
  /** What stays, why and until when, as JSON. */
  kept: string
  /** What PayKKa is still to remove, encrypted; null once nothing is left. */
  sealed_work: string | null
  at: number
  updated_at: number
}

/** One row: where the record of who did what begins, after its old end went. */
type AuditMarkerTable = {
  id: number
  /** Of the last entry that went, and its hash. */
  sequence: number
  hash: string
  at: number
  /** Over the others, by a key of this deployment. */
  signature: string
}

export type Tables = {
  erasures: ErasureTable
  audit_markers: AuditMarkerTable
  audit: AuditTable
  audit_head: AuditHeadTable
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
