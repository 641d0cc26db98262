import type { Generated } from 'kysely';
import type { CallbackEvent } from '#domain/callbacks/callback-event';
import type { CallbackKind } from '#domain/callbacks/chargeback';

/** The tables of the ledger. Times are epoch milliseconds, amounts minor units, lists and data JSON text. */
export interface Tables {
  refund_sums: RefundSumRow;
  intents: IntentRow;
  records: RecordRow;
  /** A view of the records of this ledger (chain 0), and of those that a team has imported. */
  all_records: RecordRow & { chain: number };
  head: HeadRow;
  info: InfoRow;
  payments: PaymentRow;
  callbacks: CallbackRow;
  deliveries: DeliveryRow;
  search_payments: SearchPaymentRow;
  search_terms: SearchTermRow;
  search_times: SearchTimeRow;
  search_state: InfoRow;
  search_backlog: SearchBacklogRow;
  /** Migrations that were applied. */
  kysely_migration: { name: string };
}

/** An intent: the sum of its records, which `audit verify` compares with them. */
export interface IntentRow {
  id: string;
  kind: string;
  state: string;
  profile: string;
  mode: string;
  project: string;
  path: string;
  payment_id: string | null;
  /** The payment id in the form in which the platform compares it. */
  payment_key: string | null;
  amount: number | null;
  currency: string | null;
  /** Masked. */
  phone: string | null;
  phone_hash: string | null;
  user: string;
  host: string;
  pid: number;
  /** Start time of the process, as the system names it; null where it does not show it. */
  process_start: string | null;
  /** The `merchant_refund_id` of the request. */
  refund_id: string | null;
  /** The platform's time when the intent was created, if it was known. */
  platform_at: number | null;
  /** Time since the start of the machine: id of the start, slash, milliseconds. */
  boot_at: string | null;
  changed_platform_at: number | null;
  changed_boot_at: string | null;
  created_at: number;
  ends_by: number;
  changed_at: number;
  fingerprint: string;
  intent_key: string | null;
  again: string | null;
  /** Description in the request, masked. */
  description: string | null;
  ticket: string | null;
  /** The blocked refund whose approval it uses. */
  approval: string | null;
  known: string;
  request_id: string | null;
  operation_id: string | null;
  code: string | null;
  reason: string | null;
  hash: string;
}

/** A record of the audit trail. */
export interface RecordRow {
  number: number;
  at: number;
  by: string;
  intent_id: string;
  event: string;
  data: string;
  previous: string;
  hash: string;
  /** The member's signature over the hash: base64, Ed25519. Only the ledger of a team has this column. */
  signature?: string | undefined;
}

/** The last known state of a payment. It can be requested again at any time. */
export interface PaymentRow {
  project: string;
  payment_key: string;
  payment_id: string;
  status: string;
  left_amount: number | null;
  left_currency: string | null;
  /** The mobile operator's id, if a status has named it. */
  operator: string | null;
  resends_used: number;
  otp_asked_at: number | null;
  seen_at: number;
}

/** The last record of the audit trail, in a single row: it reveals a trail without its end. */
interface HeadRow {
  number: number;
  hash: string;
}

/** A named value. In `info`: the `id` of the ledger, and `key_check`, a hash made with its key. In `search_state`: see `search-state.ts`. */
interface InfoRow {
  name: string;
  value: string;
}

/** A received callback. `body` is encrypted; `valid` and `repeated` are 0 or 1. */
export interface CallbackRow {
  id: string;
  received_at: number;
  project: string;
  payment_key: string | null;
  payment_id: string | null;
  status: string;
  operation_id: string | null;
  operation_status: string | null;
  request_id: string | null;
  valid: number;
  repeated: number;
  body: string;
  /** Content of `body`: the text, or a JSON array of the text and its envelope. */
  holds: 'text' | 'both';
  event: CallbackEvent | null;
  /** Null for a callback that is or should be signed. */
  kind: CallbackKind | null;
}

/** An attempt to forward a callback; the numbers show the order. */
export interface DeliveryRow {
  number: Generated<number>;
  callback_id: string;
  url: string;
  at: number;
  status: number | null;
  reason: string | null;
  milliseconds: number;
}

/** The minor units that a project has refunded in one minute, or may have. */
interface RefundSumRow {
  project_id: string;
  currency: string;
  /** Minutes since the epoch. */
  minute: number;
  project: string;
  amount: number;
}

/** A payment in the index by which payments are found. Later payments have higher numbers: see `search-tables.ts`. */
export interface SearchPaymentRow {
  number: number;
  project: string;
  payment_key: string;
  payment_id: string;
  /** The key from its end to its beginning. */
  reversed: string;
}

/** A term of a payment: the number of its kind and a keyed hash. `source` is 1 for a term of a callback, 0 for any other. */
interface SearchTermRow {
  term: number;
  payment: number;
  source: number;
}

/** A callback that is stored and not indexed yet. */
interface SearchBacklogRow {
  callback: string;
}

/** A quarter of an hour in which something was stored of a payment. */
interface SearchTimeRow {
  payment: number;
  quarter: number;
  source: number;
}
