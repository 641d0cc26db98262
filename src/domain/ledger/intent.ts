import { createHash, randomBytes } from 'node:crypto';
import type { RequestKind } from '#domain/gate/signed-request';
import type { Amount } from '#domain/payments/amount';
import { encodeBase32 } from '#domain/payments/payment-id';
import { projectName } from '#domain/profiles/project';
import type { BootTime } from './elapsed-time.ts';

/** Kind of a write. */
export type IntentKind = Extract<RequestKind, 'sale' | 'otp' | 'resend' | 'refund' | 'raw'>;

/** All kinds, in the order in which help lists them. */
export const INTENT_KINDS = ['sale', 'otp', 'resend', 'refund', 'raw'] as const satisfies readonly IntentKind[];

/**
 * State of an intent. `sending` and `unknown` are open: the outcome of the request is not known.
 *
 * - `sending`: stored, and the request may be in progress. A program that was killed leaves this state;
 * - `unknown`: sent without a usable answer, so it may have been processed;
 * - `accepted`: the platform has accepted it, and its result is not known here yet;
 * - `done`, `declined`: the platform has accepted it, and this is its result;
 * - `refused`: the platform has refused it and changed nothing;
 * - `denied`: the platform has not processed it: it refused the project, the key or the address, or was busy;
 * - `not_sent`: nothing left this machine;
 * - `never_arrived`: it was open, and the platform has not shown it after the settle time. This is no proof: a platform may
 *   still process the request later;
 * - `held`: a rule of this program blocked it before sending.
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

/** States without a known outcome. */
export const OPEN_STATES = ['sending', 'unknown'] as const satisfies readonly IntentState[];

/** States without a final result: the outcome is not known, or only that the platform has accepted it. */
export const STATES_WITHOUT_RESULT = [...OPEN_STATES, 'accepted'] as const satisfies readonly IntentState[];

/** States in which the platform has certainly not looked at the content of the request. */
export const NOT_TRIED_STATES = ['denied', 'not_sent', 'held'] as const satisfies readonly IntentState[];

/**
 * States in which the platform certainly has not processed the request, and will not. `never_arrived` is not certain: the platform may
 * process a refund late.
 */
const CERTAINLY_NOT_DONE: readonly IntentState[] = ['declined', 'refused', ...NOT_TRIED_STATES];

/** States of a request that the platform has processed, or may process. */
export const MAYBE_PROCESSED_STATES = INTENT_STATES.filter((state) => !CERTAINLY_NOT_DONE.includes(state));

/** States in which the same key may be sent again, because the platform has not processed the request. */
export const NOT_PROCESSED_STATES = [...NOT_TRIED_STATES, 'never_arrived'] as const satisfies readonly IntentState[];

/** A user and the machine on which the program runs. */
export interface User {
  readonly user: string;
  readonly host: string;
}

/** The part of an intent that its draft has too. */
interface IntentRequest {
  readonly id: string;
  readonly kind: IntentKind;
  readonly profile: string;
  readonly mode: 'test' | 'live';
  /** Stored name of the project, `api.rocketpay.kz/1234`: see `project.ts`. */
  readonly project: string;
  /** Path of the endpoint. */
  readonly path: string;
  readonly paymentId: string | undefined;
  readonly amount: Amount | undefined;
  /** When the request has ended at the latest: its time-out and a little more. Epoch milliseconds. */
  readonly endsBy: number;
  /** The caller's own idempotency key. */
  readonly key: string | undefined;
  /** Why it repeats an equal earlier intent. */
  readonly repeatReason: string | undefined;
  /** Description in the request, without phone numbers and e-mail addresses. */
  readonly description?: string | undefined;
  /** Ticket number of the user's support system. It is not sent. */
  readonly ticket?: string | undefined;
  /** Keys of the operations that the payment had when the intent was created, as far as they were read. */
  readonly knownOperations: readonly string[];
  /** The platform's time when the intent was created, epoch milliseconds; undefined where the platform had not shown it. */
  readonly platformAt?: number | undefined;
  /** The `merchant_refund_id` of the request. */
  readonly refundId?: string | undefined;
}

/** A write in the ledger: stored before its request is sent, and updated until its result is known. */
export interface Intent extends IntentRequest, User {
  readonly state: IntentState;
  /** The payer's phone, masked. */
  readonly phone: string | undefined;
  /** Id of the process that sends it. */
  readonly pid: number;
  /** Start time of that process, as the system names it: another process can get the same id later. */
  readonly processStart?: string | undefined;
  /** Time since the start of the machine when the intent was created; undefined where the system does not show it. */
  readonly bootAt?: BootTime | undefined;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** Epoch milliseconds. */
  readonly changedAt: number;
  /** `platformAt` and `bootAt` at the time of `changedAt`. */
  readonly changedPlatformAt?: number | undefined;
  readonly changedBootAt?: BootTime | undefined;
  /** Keyed hash of the request: equal requests have equal ones. */
  readonly fingerprint: string;
  /** The platform's `request_id`. */
  readonly requestId: string | undefined;
  /** The platform's operation for this intent. */
  readonly operationId: string | undefined;
  /** The platform's code. */
  readonly code: string | undefined;
  /** Reason of the state, in words of this program: those of the platform may repeat a secret. */
  readonly reason: string | undefined;
  /** The blocked refund whose approval by another member it uses. */
  readonly approval?: string | undefined;
  /** Hash of its last record in the audit trail. */
  readonly hash: string;
}

/** A new intent. The ledger stores `phone` masked and hashed, `customer` and `asked` hashed. */
export interface IntentDraft extends IntentRequest {
  /** Digits. */
  readonly phone: string | undefined;
  /** Id and e-mail address of the customer, by which the payment is found. */
  readonly customer?: { readonly id?: string | undefined; readonly email?: string | undefined } | undefined;
  /** The whole request as text. */
  readonly asked: string;
}

/** An intent for completions. */
export interface RecentIntent {
  readonly id: string;
  readonly kind: string;
  readonly paymentId: string | null;
  readonly profile: string;
}

/** A change of an intent. */
export interface IntentChange {
  readonly state: IntentState;
  readonly requestId?: string | undefined;
  readonly operationId?: string | undefined;
  readonly code?: string | undefined;
  readonly reason?: string | undefined;
  /** The platform's time of the change, epoch milliseconds; undefined where the platform had not shown it. */
  readonly platformAt?: number | undefined;
  /** Keys of operations that certainly do not belong to the intent. */
  readonly knownOperations?: readonly string[] | undefined;
}

/** Creates a random intent id that is easy to read aloud and to type. */
export const createIntentId = (): string => `in-${encodeBase32(randomBytes(12))}`;

/** Returns the intent id of a caller's key: the same key gives the same id. */
export const toIntentId = (key: string): string =>
  `in-${encodeBase32(createHash('sha256').update(key).digest().subarray(0, 20))}`;

const hasState =
  (states: readonly IntentState[]) =>
  ({ state }: Pick<Intent, 'state'>): boolean =>
    states.includes(state);

/** True of an intent without a known outcome. */
export const isOpen = hasState(OPEN_STATES);

/** True of an intent without a final result: its outcome is not known, or only that the platform has accepted it. */
export const lacksResult = hasState(STATES_WITHOUT_RESULT);

/** True when the platform may have looked at the content of the request. */
export const wasTried = (intent: Pick<Intent, 'state'>): boolean => !hasState(NOT_TRIED_STATES)(intent);

/** True when the platform has accepted the request: it has a result, or will have one. */
export const wasAccepted = hasState(['accepted', 'done', 'declined']);

/** True when the platform certainly has not processed the request, and will not. */
export const isCertainlyNotDone = hasState(CERTAINLY_NOT_DONE);

/**
 * Returns the `merchant_refund_id` of a refund: the one that it was sent with, else the one that it would be sent with. Each attempt
 * with the same key has the same one, so that the platform itself refuses the second (code 3230).
 */
export const getMerchantRefundId = ({ id, key, refundId }: Pick<Intent, 'id' | 'key' | 'refundId'>): string =>
  refundId ?? (key === undefined ? id : toIntentId(key));

/** Returns the stored name of a profile's project: see {@link projectName}. */
export const projectKey = ({ gateUrl, projectId }: { readonly gateUrl: string; readonly projectId: number }): string =>
  projectName(gateUrl, projectId);
