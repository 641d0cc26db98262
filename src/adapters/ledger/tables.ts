import type { Generated } from 'kysely';
import type { CallbackEvent } from '#domain/callbacks/callback-event';
import type { CallbackKind } from '#domain/callbacks/chargeback';

/** The tables of the ledger. Times are epoch milliseconds, amounts minor units, lists and data JSON text. */
export interface Tables {
  refund_sums: RefundSumRow;
  intents: IntentRow;
  records: RecordRow;
  head: HeadRow;
  info: InfoRow;
  payments: PaymentRow;
  callbacks: CallbackRow;
  deliveries: DeliveryRow;
  /** What the migrator has done. */
  kysely_migration: { name: string };
}

/** An intent as its records make it: an index of them, which `audit verify` compares with them. */
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
  /** When the process was started, as the system names it; null where it does not. */
  process_start: string | null;
  /** The `merchant_refund_id` that it was sent with. */
  refund_id: string | null;
  /** The time at the platform when it was begun, where it was known. */
  platform_at: number | null;
  /** A time since the start of the machine: the boot's id, and milliseconds after a slash. */
  boot_at: string | null;
  changed_platform_at: number | null;
  changed_boot_at: string | null;
  created_at: number;
  ends_by: number;
  changed_at: number;
  fingerprint: string;
  intent_key: string | null;
  again: string | null;
  /** What the request says it is for, masked. */
  description: string | null;
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
}

/** What the platform has told of a payment. Not a record: it is asked for again at any time. */
export interface PaymentRow {
  project: string;
  payment_key: string;
  payment_id: string;
  status: string;
  left_amount: number | null;
  left_currency: string | null;
  resends_used: number;
  otp_asked_at: number | null;
  seen_at: number;
}

/** The one row that says where the audit trail ends: a trail that was cut at its end does not reach it. */
interface HeadRow {
  number: number;
  hash: string;
}

/** A fact about the ledger itself: its `id`, and the `key_check` that its key makes. */
interface InfoRow {
  name: string;
  value: string;
}

/** A callback that came in. `body` is sealed, `valid` and `repeated` are 0 or 1. */
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
  /** What `body` is: the text, or a JSON list of it and its envelope. */
  holds: 'text' | 'both';
  event: CallbackEvent | null;
  /** Null for a callback that is or should be signed. */
  kind: CallbackKind | null;
}

/** A try to hand a callback on; its number says in which order. */
export interface DeliveryRow {
  number: Generated<number>;
  callback_id: string;
  url: string;
  at: number;
  status: number | null;
  reason: string | null;
  milliseconds: number;
}

/** What a project has refunded in a minute, or may have, in minor units. */
interface RefundSumRow {
  project_id: string;
  currency: string;
  /** Minutes since the epoch. */
  minute: number;
  project: string;
  amount: number;
}
