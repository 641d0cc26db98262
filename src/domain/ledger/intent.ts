import { createHash, randomBytes } from 'node:crypto';
import type { Outcome, RequestKind } from '#domain/gate/signed-request';
import type { Amount } from '#domain/payments/amount';
import { encodeBase32 } from '#domain/payments/payment-id';
import { BUSY_CODE, isCredentialRefusal } from '#domain/platform-codes/platform-codes';
import { projectName } from '#domain/profiles/project';
import type { BootTime } from './elapsed-time.ts';

/** What a write is for. */
export type IntentKind = Extract<RequestKind, 'sale' | 'otp' | 'resend' | 'refund' | 'raw'>;

/** Each kind of intent, in the order in which help names them. */
export const INTENT_KINDS = ['sale', 'otp', 'resend', 'refund', 'raw'] as const satisfies readonly IntentKind[];

/**
 * How an intent stands. `sending` and `unknown` are open: what became of the request is not known.
 *
 * - `sending`: on disk, and the request may be in progress; a program that was killed leaves it so;
 * - `unknown`: sent, and no usable answer came: it may have happened;
 * - `accepted`: the platform took it, and its result is not known here yet;
 * - `done`, `declined`: the platform took it, and this became of it;
 * - `refused`: the platform said no, nothing was changed;
 * - `denied`: the platform did not judge the request: it did not take the project, the key or the address, or it was busy;
 * - `not_sent`: nothing left this machine;
 * - `never_arrived`: not seen: it was open, and the platform has not shown it after the settle time. It is no
 *   proof: a platform may process a request later still;
 * - `held`: a rule of this program kept a row of a batch from being sent.
 */
export const INTENT_STATES = [
  'sending',
  'unknown',
  'accepted',
  'done',
  'declined',
  'refused',
  'denied',
  'not_sent',
  'never_arrived',
  'held',
] as const;

export type IntentState = (typeof INTENT_STATES)[number];

/** States of an intent of which nobody knows yet what became of its request. */
export const OPEN_STATES = ['sending', 'unknown'] as const satisfies readonly IntentState[];

/** States of an intent that may be sent again under the same key: nobody has taken or judged it. */
export const NOT_PROCESSED_STATES = [
  'denied',
  'not_sent',
  'never_arrived',
  'held',
] as const satisfies readonly IntentState[];

/** Who began an intent, on which machine. */
export interface User {
  readonly user: string;
  readonly host: string;
}

/** A write as the ledger knows it: recorded before its request was sent, and followed to its end. */
export interface Intent extends User {
  readonly id: string;
  readonly kind: IntentKind;
  readonly state: IntentState;
  readonly profile: string;
  readonly mode: 'test' | 'live';
  /** Stored name of the project, `api.rocketpay.kz/1234`: see `project.ts`. */
  readonly project: string;
  /** Path of the endpoint. */
  readonly path: string;
  readonly paymentId: string | undefined;
  readonly amount: Amount | undefined;
  /** The payer's phone, masked. */
  readonly phone: string | undefined;
  /** The process that sends it. */
  readonly pid: number;
  /** When that process was started, as the system names it; another process can get its id later. */
  readonly processStart?: string | undefined;
  /** The time at the platform when it was begun, epoch milliseconds, where the platform had told it. */
  readonly platformAt?: number | undefined;
  /** The `merchant_refund_id` that it was sent with. */
  readonly refundId?: string | undefined;
  /** The time since the start of its machine when it was begun, where the system had told it. */
  readonly bootAt?: BootTime | undefined;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** When its request has ended, whatever came of it: the time-out and a little more. Epoch milliseconds. */
  readonly endsBy: number;
  /** Epoch milliseconds. */
  readonly changedAt: number;
  /** The same two for `changedAt`. */
  readonly changedPlatformAt?: number | undefined;
  readonly changedBootAt?: BootTime | undefined;
  /** Keyed hash of what was asked for: two intents with the same one ask for the same. */
  readonly fingerprint: string;
  /** The caller's own idempotency key. */
  readonly key: string | undefined;
  /** Why it was repeated in spite of an equal one before it. */
  readonly repeatReason: string | undefined;
  /** What the request says it is for, without what looks like a phone number or an e-mail address. */
  readonly description?: string | undefined;
  /** Keys of the operations that the payment had when the intent was begun, as far as they were read. */
  readonly knownOperations: readonly string[];
  /** The platform's `request_id`. */
  readonly requestId: string | undefined;
  /** The platform's operation that came of it. */
  readonly operationId: string | undefined;
  /** The platform's code. */
  readonly code: string | undefined;
  /** Why it stands as it does, in words of this program: never the platform's, which may repeat what is secret. */
  readonly reason: string | undefined;
  /** Hash of its last record in the audit trail. */
  readonly hash: string;
}

/** What an intent is made of. The ledger keeps a mask of `phone`, and a keyed hash of it and of `asked`. */
export interface IntentDraft
  extends Pick<
    Intent,
    | 'id'
    | 'kind'
    | 'profile'
    | 'mode'
    | 'project'
    | 'path'
    | 'paymentId'
    | 'amount'
    | 'endsBy'
    | 'key'
    | 'repeatReason'
    | 'description'
    | 'knownOperations'
    | 'platformAt'
    | 'refundId'
  > {
  /** Digits. */
  readonly phone: string | undefined;
  /** All that was asked for, as text. */
  readonly asked: string;
}

/** What completions say of an intent. */
export interface RecentIntent {
  readonly id: string;
  readonly kind: string;
  readonly paymentId: string | null;
  readonly profile: string;
}

/** What changes when more becomes known of an intent. */
export interface IntentChange {
  readonly state: IntentState;
  readonly requestId?: string | undefined;
  readonly operationId?: string | undefined;
  readonly code?: string | undefined;
  readonly reason?: string | undefined;
  /** The time at the platform when this became known, epoch milliseconds, where the platform had told it. */
  readonly platformAt?: number | undefined;
  /** Keys of operations that are known not to be what came of it. */
  readonly knownOperations?: readonly string[] | undefined;
}

/** A new intent id: easy to read aloud and to type. */
export const createIntentId = (): string => `in-${encodeBase32(randomBytes(12))}`;

/** The id that belongs to a caller's own key: the same key gives the same id. */
export const toIntentId = (key: string): string =>
  `in-${encodeBase32(createHash('sha256').update(key).digest().subarray(0, 20))}`;

/** Nobody knows yet what became of the request. */
export const isOpen = ({ state }: Pick<Intent, 'state'>): boolean => state === 'sending' || state === 'unknown';

/** States of an intent without a final result: its outcome is not known, or it is accepted and nothing more. */
export const STATES_WITHOUT_RESULT = ['sending', 'unknown', 'accepted'] as const satisfies readonly IntentState[];

/** True of a write without a final result: its outcome is not known, or it is accepted and nothing more. */
export const lacksResult = ({ state }: Pick<Intent, 'state'>): boolean =>
  STATES_WITHOUT_RESULT.some((other) => other === state);

/** States in which the platform has certainly not carried out what was asked for. */
const NOT_DONE_STATES: readonly IntentState[] = ['declined', 'refused', 'denied', 'not_sent', 'held'];

/**
 * True when the platform certainly has not carried out what was asked for, and will not. An intent that was
 * not seen (`never_arrived`) is not among them: its refund may be processed late.
 */
export const isCertainlyNotDone = ({ state }: Pick<Intent, 'state'>): boolean => NOT_DONE_STATES.includes(state);

/**
 * The `merchant_refund_id` that a refund was sent with, or is sent with where the project takes one: the same for
 * each attempt under one key, so that the platform itself refuses the second (code 3230).
 */
export const getMerchantRefundId = ({ id, key, refundId }: Pick<Intent, 'id' | 'key' | 'refundId'>): string =>
  refundId ?? (key === undefined ? id : toIntentId(key));

/** The platform took the request: it has a result, or will have one. */
export const wasAccepted = ({ state }: Pick<Intent, 'state'>): boolean =>
  state === 'accepted' || state === 'done' || state === 'declined';

const ANSWERED = 'the platform answered HTTP ';

/** The HTTP status that a refused intent was answered with; 400 when that is not known. */
export function getHttpStatus({ reason = '' }: Pick<Intent, 'reason'>): number {
  const status = reason.startsWith(ANSWERED) ? Number(reason.slice(ANSWERED.length)) : Number.NaN;
  return Number.isInteger(status) ? status : 400;
}

/** True of a request that the platform was too busy to judge. One that got a request id was taken by it. */
const isBusyRefusal = ({ code, requestId }: Extract<Outcome, { kind: 'refused' }>): boolean =>
  code === BUSY_CODE && requestId === undefined;

/** What the outcome of its request says of an intent. */
export function changeFromOutcome(outcome: Outcome): IntentChange {
  switch (outcome.kind) {
    case 'accepted':
      return { state: 'accepted', requestId: outcome.requestId };
    case 'refused':
      return {
        state: isCredentialRefusal(outcome) || isBusyRefusal(outcome) ? 'denied' : 'refused',
        requestId: outcome.requestId,
        code: outcome.code,
        reason: `${ANSWERED}${outcome.httpStatus}`,
      };
    case 'not_sent':
      return { state: 'not_sent', reason: outcome.reason };
    case 'unknown':
      return { state: 'unknown', requestId: outcome.requestId, code: outcome.code, reason: outcome.reason };
    case 'unverified':
      return { state: 'unknown', reason: outcome.reason };
  }
}

/** The stored name of a profile's project: see {@link projectName}. */
export const projectKey = ({ gateUrl, projectId }: { readonly gateUrl: string; readonly projectId: number }): string =>
  projectName(gateUrl, projectId);
