import type { TeamPlans } from '#domain/bulk-refunds/team-plans';
import type { CallbackKind } from '#domain/callbacks/chargeback';
import type { Failure } from '#domain/errors/failure';
import type { SearchTerm } from '#domain/find/search-terms';
import type { Amount } from '#domain/payments/amount';
import type { CountsQuery, LedgerCounts } from '#domain/reports/ledger-counts';
import type { RefundApproval } from '#domain/team/refund-approval';
import type { AuditEvent, AuditRecord, AuditReport, RecordLink } from './audit-record.ts';
import type { ForwardQueue } from './forward-queue.ts';
import type { Intent, IntentChange, IntentDraft, IntentState, User } from './intent.ts';
import type { HistoryFilter, RecordFilter } from './ledger-filters.ts';
import type { Note, NoteDraft } from './note.ts';
import type { PaymentSearch } from './payment-search.ts';
import type {
  CallbackPruning,
  CallbackQuery,
  Delivery,
  NewCallback,
  PrunedCallbacks,
  StorageOptions,
  StorageProblem,
  StoredCallback,
} from './stored-callback.ts';

/**
 * The record of every write: the request, its result, and an audit trail of both. It also stores payments and callbacks.
 * Several processes share one ledger.
 *
 * Every ledger promises:
 * - **Durable**: when the promise of a writing method resolves, its data survives a crash and a power cut.
 * - **Atomic**: a writing method stores all of its data or none. The failure of one changes nothing for concurrent others.
 * - **One sender**: from the rules of {@link Ledger.createIntent} to the stored intent no other process can write.
 * - **One trail**: records are only appended. Each contains the hash of the previous one; see {@link Ledger.verify}.
 * - **No silent loss**: a ledger that is missing, older than its last use, or another one is refused when it is opened.
 * - **No plain personal data**: phones, requests, callbacks and notes are stored masked, hashed or encrypted.
 *
 * Every method fails with a `blocked` failure (exit code 7) when the ledger cannot be used. Then nothing may be sent.
 */
export interface Ledger {
  /** Where the ledger is stored, for messages. */
  readonly place: string;
  /** Random id, created with the ledger. */
  readonly id: string;
  /** The failure of every writing method of a ledger that can only be read; undefined where it can be written. */
  readonly readOnly: Failure | undefined;
  /** Folder of the ledger according to the settings; undefined where they name none. */
  readonly notedFolder: string | undefined;
  /** The user in whose name this process records. */
  readonly currentUser: User;
  /** The plans of bulk refunds of a team; undefined where plans are only files. */
  readonly plans?: TeamPlans | undefined;

  /**
   * Stores a new intent in the state `sending`.
   *
   * @param allow checks the rules against the history of the payment. If it throws, nothing is stored. No other process can
   *   write between this check and the stored intent.
   * @throws {Failure} (blocked) when another intent with the same key was sent or may have been sent.
   */
  createIntent(draft: IntentDraft, allow?: (history: PaymentHistory) => Promise<void>): Promise<Intent>;
  /** Stores an intent in the state `held`: a rule blocked it before sending. */
  recordBlocked(draft: IntentDraft, reason: string): Promise<Intent>;
  /**
   * Records a change of an intent.
   *
   * @param from changes the intent only if it has one of these states, so that the result of another process is kept
   * @returns the intent after the change
   * @throws {Failure} (usage) when there is no such intent.
   */
  change(
    intentId: string,
    event: Exclude<AuditEvent, 'begun' | 'held' | 'noted' | 'imported'>,
    change: IntentChange,
    from?: readonly IntentState[],
  ): Promise<Intent>;
  /**
   * Acquires a lock for this process. The lock ends when it is released or when the process ends, also by a kill.
   *
   * @returns a function that releases the lock; undefined when another process has it.
   */
  acquireLock(name: string): Promise<(() => void) | undefined>;

  /** @throws {Failure} (usage) when there is no such intent. */
  get(intentId: string): Promise<Intent>;
  /** Returns the intent with a caller's key that was sent or may have been sent. */
  findByKey(project: string, key: string): Promise<Intent | undefined>;
  /** Returns the relevant intent of each key: one that was sent or may have been sent, else the newest. */
  newestByKey(project: string, keys: readonly string[]): Promise<ReadonlyMap<string, Intent>>;
  /** Returns a keyed hash of a text that is no secret. It is the same for every user of the ledger, at any time. */
  fingerprint(text: string): string;
  /** True when an intent was created for an equal request: see {@link Intent.fingerprint}. */
  isRequestOf(intent: Intent, request: string): Promise<boolean>;
  /** Returns the intents of a payment and the refunds of its project. */
  paymentHistory(project: string, paymentId: string): Promise<PaymentHistory>;
  /** Returns the intents of each payment, oldest first; also those under another host of the same project id. */
  intentsByPayment(project: string, paymentIds: readonly string[]): Promise<ReadonlyMap<string, readonly Intent[]>>;
  /** Yields the intents in some states, oldest first, in groups of limited size. Those that are stored meanwhile are left out. */
  intentsInStates(states: readonly IntentState[]): AsyncIterable<readonly Intent[]>;
  /** Returns the number of intents in some states. */
  countInStates(states: readonly IntentState[]): Promise<number>;
  /** Returns the intents with a request id of the platform, in a project under any host. */
  findByRequestId(project: string, requestId: string): Promise<readonly Intent[]>;
  /** True while the process of an intent may still be sending it. */
  isInFlight(intent: Intent): boolean;
  /** Returns the matching intents, newest first. */
  history(filter: HistoryFilter): Promise<readonly Intent[]>;
  /** Returns all users who have created an intent, as `user@host`, sorted. */
  users(): Promise<readonly string[]>;

  /** Counts what was stored in a period, in the database and at one time of it. */
  counts(query: CountsQuery): Promise<LedgerCounts>;

  /** Returns the last known state of a payment. */
  payment(project: string, paymentId: string): Promise<PaymentSnapshot | undefined>;
  /** Stores the state of a payment, in place of the previous one. */
  savePayment(payment: PaymentSnapshot): Promise<void>;

  /**
   * Approves a refund that was blocked because it needs the approval of another member; undefined where no team shares the ledger.
   *
   * @param shown the request as the approver has seen it
   * @throws {Failure} (blocked) when it waits for no approval, was changed meanwhile, or the current member must not approve it.
   */
  readonly approveRefund?: ((shown: Intent) => Promise<RefundApproval>) | undefined;
  /** Returns the blocked refunds that wait for the approval of another member, oldest first; none where no team shares the ledger. */
  requests(): Promise<readonly Intent[]>;

  /** Appends a note to the audit trail, with its text encrypted. */
  addNote(note: NoteDraft): Promise<void>;
  /** Returns the notes of each payment, oldest first. Those on a write of the payment are among them. */
  notes(project: string, paymentIds: readonly string[]): Promise<ReadonlyMap<string, readonly Note[]>>;

  /** Finds payments. */
  readonly search: PaymentSearch;

  /** Stores a received callback, and marks it if the same one is stored already. Concurrent calls share one wait for the disk. */
  addCallback(callback: NewCallback, options?: StorageOptions): Promise<StoredCallback>;
  /** Stores what ended processes of this machine have queued: see {@link Ledger.addCallback}. */
  ingestCallbacks(): Promise<void>;
  /** Returns why no callback can be stored now; undefined when one can. It stores nothing. */
  findStorageProblem(options?: StorageOptions): Promise<StorageProblem | undefined>;
  /**
   * Calls `onStored` when a listener of the team has stored a genuine callback of a payment, until the signal is aborted. It is a hint
   * to request the status, and proves nothing: there can be too many, too few, or none. It never fails. Undefined for the ledger of
   * one machine.
   */
  readonly watchCallbacks?:
    | ((project: string, paymentId: string, onStored: () => void, signal: AbortSignal) => void)
    | undefined;
  /** The callbacks that the listeners of a team have to forward; undefined for the ledger of one machine. */
  readonly forwardQueue?: ForwardQueue | undefined;
  /**
   * Returns the callbacks of a payment, oldest first.
   *
   * @param limit only the newest ones
   */
  callbacks(project: string, paymentId: string, limit?: number): Promise<readonly StoredCallback[]>;
  /** @throws {Failure} (usage) when there is no such callback. */
  callback(id: string): Promise<StoredCallback>;
  /** Returns the matching callbacks, newest first. */
  findCallbacks(filter: CallbackQuery): Promise<readonly StoredCallback[]>;
  /**
   * Removes the oldest callbacks with a wrong signature, or the oldest unsigned ones of a kind, until the others use no more
   * than `bytes`.
   *
   * @returns the free space of the disk in bytes
   */
  pruneInvalidCallbacks(bytes: number, kind?: CallbackKind): Promise<number>;
  /** Removes stored callbacks, or only counts them. The audit trail does not change. */
  pruneCallbacks(pruning: CallbackPruning): Promise<PrunedCallbacks>;
  /** Returns the files of received callbacks that could not be read completely. They are kept beside the ledger. */
  damagedFiles(): readonly string[];
  /** Records the result of forwarding a callback. */
  addDelivery(delivery: Delivery): Promise<void>;
  /** Returns the deliveries of a callback, oldest first. */
  deliveries(callbackId: string): Promise<readonly Delivery[]>;
  /** Returns the last delivery of each callback to each URL, if it was not answered with 200; oldest first. */
  failedDeliveries(): Promise<readonly Delivery[]>;

  /** Yields the records of the audit trail in order. */
  records(filter?: RecordFilter): AsyncIterable<AuditRecord>;
  /** Returns the number and the hash of the newest record: 0 and that of an empty trail without any. */
  head(): Promise<RecordLink>;
  /** Checks the whole audit trail, and compares each intent with its records. */
  verify(): Promise<AuditReport>;
  /** Stores what is still queued, and closes the ledger. */
  close(): Promise<void>;
}

/** What the ledger contains about a payment before a new intent. */
export interface PaymentHistory {
  /** Intents of the same payment in the same project, oldest first. */
  readonly intents: readonly Intent[];
  /**
   * Intents of the same payment id in the same project id under another host, oldest first. The platform can mean the same
   * payment: see `canBeSameProject`.
   */
  readonly elsewhere: readonly Intent[];
  /** Returns the minor units that the project has refunded since a time, or may have, under any host. */
  readonly refundedSince: (time: number, currency: string) => Promise<number>;
  /**
   * Checks a write against the limits that an administrator has set for the current user. `createIntent` does so by itself.
   *
   * @throws {Failure} (blocked) when it is a refund over a limit.
   */
  readonly checkLimits: (write: LimitedWrite) => Promise<unknown>;
}

/** The part of a write that the limits of a user are compared with. */
export type LimitedWrite = Pick<IntentDraft, 'project' | 'kind' | 'path' | 'paymentId' | 'amount'>;

/** The state of a payment, as the platform has shown it. */
export interface PaymentSnapshot {
  readonly project: string;
  readonly paymentId: string;
  readonly status: string;
  /** Amount that can still be refunded. */
  readonly remaining: Amount | undefined;
  /** The mobile operator's id, as far as the platform tells it. */
  readonly operator?: string | undefined;
  /** Number of OTP resends, as far as the platform shows them. */
  readonly resendsUsed: number;
  /** When the platform first asked for the newest OTP, by its own clock; epoch milliseconds. */
  readonly otpAskedAt: number | undefined;
  /** Epoch milliseconds. */
  readonly seenAt: number;
  /** By what the payment is found. They are stored as hashes, and a stored snapshot is read without them. */
  readonly terms?: readonly SearchTerm[] | undefined;
}
