import type { Selectable } from 'kysely';
import type { LedgerKey } from '#adapters/ledger/ledger-key';
import type { CallbackRow } from '#adapters/ledger/tables';
import { callbackIdentity } from '#domain/callbacks/callback-identity';
import type { CallbackEnvelope, NewCallback, StoredCallback } from '#domain/ledger/stored-callback';
import { comparablePaymentId } from '#domain/payments/payment-id';

/** Columns of the project, the {@link callbackIdentity} and the validity of a callback. */
export const IDENTITY_COLUMNS = [
  'project',
  'payment_key',
  'status',
  'operation_id',
  'operation_status',
  'request_id',
  'valid',
] as const;

const toIdentity = (callback: StoredCallback) => [
  callback.project,
  ...callbackIdentity(callback),
  Number(callback.valid),
];

/**
 * Returns a text that is equal for a callback and its repetitions. Undefined for a callback that names nothing, and for one with a
 * wrong signature, because its content is not proved.
 */
export function toIdentityKey(callback: StoredCallback): string | undefined {
  const named = callback.paymentId ?? callback.operationId ?? callback.requestId;
  return callback.valid && named !== undefined ? JSON.stringify(toIdentity(callback)) : undefined;
}

/** Columns of a callback that a new row fills. */
export const CALLBACK_COLUMNS = [
  ...(['id', 'received_at', 'payment_id', 'repeated', 'body', 'holds', 'event', 'kind'] as const),
  ...IDENTITY_COLUMNS,
] as const satisfies readonly (keyof CallbackRow)[];

/** Returns the values of {@link CALLBACK_COLUMNS}. */
export function toCallbackValues(callback: StoredCallback, key: LedgerKey) {
  return [
    callback.id,
    callback.receivedAt,
    callback.paymentId ?? null,
    Number(callback.repeat),
    sealBody(callback, key),
    holdsOf(callback),
    callback.event ?? null,
    callback.kind ?? null,
    ...toIdentity(callback),
  ];
}

/** Returns a callback as a row by the names of its columns. It is a literal, because building it from a list takes far longer. */
export const toCallbackRow = (callback: StoredCallback, key: LedgerKey) => ({
  id: callback.id,
  received_at: callback.receivedAt,
  project: callback.project,
  payment_key: callback.paymentId === undefined ? null : comparablePaymentId(callback.paymentId),
  payment_id: callback.paymentId ?? null,
  status: callback.status,
  operation_id: callback.operationId ?? null,
  operation_status: callback.operationStatus ?? null,
  request_id: callback.requestId ?? null,
  valid: Number(callback.valid),
  repeated: Number(callback.repeat),
  body: sealBody(callback, key),
  holds: holdsOf(callback),
  event: callback.event ?? null,
  kind: callback.kind ?? null,
});

const sealBody = ({ text, envelope }: StoredCallback, key: LedgerKey): string =>
  key.seal(envelope === undefined ? text : JSON.stringify([text, envelope]));

const holdsOf = ({ envelope }: StoredCallback): CallbackRow['holds'] => (envelope === undefined ? 'text' : 'both');

/** Every property of a callback that is stored here. It is marked as a repeated one while it is stored. */
export type NewlyStored = {
  readonly [Name in keyof Omit<Required<StoredCallback>, 'sealed'>]: StoredCallback[Name];
} & {
  repeat: boolean;
};

/** Returns a new callback with its id and its time in epoch milliseconds. Copying by a spread would take many times as long. */
export const toStored = (callback: NewCallback, id: string, receivedAt: number): NewlyStored => ({
  id,
  receivedAt,
  repeat: false,
  project: callback.project,
  text: callback.text,
  valid: callback.valid,
  kind: callback.kind,
  paymentId: callback.paymentId,
  status: callback.status,
  operationId: callback.operationId,
  operationStatus: callback.operationStatus,
  requestId: callback.requestId,
  event: callback.event,
  envelope: callback.envelope,
  forwards: callback.forwards,
  listener: callback.listener,
});

/** Returns a callback that is marked as a repeated one, or not. */
export const withRepeat = (callback: StoredCallback, repeat: boolean): StoredCallback =>
  callback.repeat === repeat ? callback : { ...callback, repeat };

/** Returns the callback of a row. It has no text if another key encrypted it. */
export function toCallback(row: Selectable<CallbackRow>, key: LedgerKey): StoredCallback {
  const opened = key.open(row.body);
  const [text, envelope]: [string, CallbackEnvelope?] =
    row.holds === 'both' && opened !== undefined ? JSON.parse(opened) : [opened ?? ''];
  return {
    id: row.id,
    receivedAt: row.received_at,
    project: row.project,
    paymentId: row.payment_id ?? undefined,
    status: row.status,
    operationId: row.operation_id ?? undefined,
    operationStatus: row.operation_status ?? undefined,
    requestId: row.request_id ?? undefined,
    valid: row.valid === 1,
    repeat: row.repeated === 1,
    text,
    event: row.event ?? undefined,
    ...(row.kind === null ? {} : { kind: row.kind }),
    envelope,
    ...(opened === undefined ? { sealed: true } : {}),
  };
}
