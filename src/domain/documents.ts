import type { CallbackKind } from '#domain/callbacks/chargeback';
import type { PageLink } from '#domain/checkout/page-link';
import type { Json, JsonObject } from '#domain/json/exact-json';
import type { Intent } from '#domain/ledger/intent';
import type { Profile } from '#domain/profiles/profile';

/**
 * The JSON documents that commands print: a contract with scripts. Fields may be added, none changes.
 */

/** A request as it would go out. */
type Preview = {
  readonly dryRun: true;
  readonly method: 'POST';
  readonly url: string;
  readonly body: JsonObject;
  readonly stringToSign: string;
  /** A mask. */
  readonly secret: string;
};

/** A request as a command line. */
type CurlLine = { readonly dryRun: true; readonly curl: string };

/** A request that was made and not sent. */
export type DryRunDocument = Preview | CurlLine;

/** An accepted write. Accepted is not done: the result comes later. */
export type Accepted = {
  /** `accepted`, or the status of the payment once it was waited for. */
  readonly status: string;
  readonly paymentId: string;
  /** The key to find the operation that this request began. */
  readonly requestId: string | undefined;
  /** What it is recorded as in the ledger. */
  readonly intent: string;
};

/** A payment: the platform's answer as it came, without its signature, and two words of our own. */
export type PaymentDocument = {
  readonly payment: JsonObject;
  readonly operations?: Json;
  /** Nothing more happens by itself. */
  readonly final: boolean;
  /** The answer carried a signature, and it was right. */
  readonly signed: boolean;
};

/** What a command that writes prints: what it would send, what was accepted, or what came of it. */
export type WriteResult<Extra = unknown> = DryRunDocument | (Accepted & Extra) | (Accepted & Extra & PaymentDocument);

/** A stored profile: where its secret is kept, in words, and never the secret. */
export type ProfileDocument = Omit<Profile, 'secret' | 'name'> & {
  readonly profile: string;
  readonly secret: string | null;
};

/** What a sandbox says when it listens. Its secret was made for it, and opens nothing else. */
export type SandboxReady = {
  readonly type: 'ready';
  readonly url: string;
  readonly projectId: number;
  readonly secret: string;
  readonly profile: string;
  /** How many times as fast as real time its clock runs. */
  readonly speed?: number;
};

/** A signed link to the Payment Page, and what was made of it. */
export type PageLinkDocument = PageLink & {
  readonly paymentId: string;
  readonly amountMinor: number;
  readonly currency: string;
  /** The text of `--format widget`, `html` or `qr`. */
  readonly text?: string;
  /** What the text is. */
  readonly format?: 'widget' | 'html' | 'qr' | 'json';
};

/** What became of checking a link to the Payment Page. */
export type LinkCheck = {
  /** The page would open: the signature is right, nothing is missing, and each value can be taken. */
  readonly opens: boolean;
  /** The signature is right. */
  readonly valid: boolean;
  readonly reason?: string;
  readonly diagnosis?: DiagnosisDocument;
  readonly missing: readonly string[];
  readonly flaws: readonly string[];
  readonly unknown: readonly string[];
  readonly warnings: readonly string[];
  readonly parameters: Readonly<Record<string, string>>;
  readonly stringToSign: string;
};

/** One thing that happens in the demo. */
export type DemoStep =
  | { readonly type: 'stage'; readonly url: string; readonly speed: number }
  | { readonly type: 'page'; readonly url: string }
  | { readonly type: 'scene'; readonly title: string }
  | { readonly type: 'request'; readonly path: string; readonly stringToSign: string }
  | { readonly type: 'answer'; readonly text: string }
  | { readonly type: 'sms'; readonly phone: string; readonly text: string }
  | { readonly type: 'callback'; readonly payment: string; readonly operation: string; readonly left: string }
  | { readonly type: 'bad-callback' }
  | { readonly type: 'note'; readonly text: string };

/** A write as the ledger knows it. Times are ISO 8601 in UTC; what is not known is null. */
export type IntentDocument = Pick<Intent, 'kind' | 'state' | 'profile' | 'mode' | 'project' | 'user' | 'host'> & {
  readonly intent: string;
  readonly path: string;
  readonly paymentId: string | null;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  /** Masked. */
  readonly phone: string | null;
  readonly createdAt: string;
  readonly changedAt: string;
  readonly requestId: string | null;
  readonly operationId: string | null;
  readonly code: string | null;
  readonly reason: string | null;
  /** The caller's own idempotency key. */
  readonly key: string | null;
  readonly again: string | null;
  /** What it was said to be for; phone numbers and e-mail addresses are masked. */
  readonly description: string | null;
  /** Of its last record in the audit trail. */
  readonly hash: string;
};

/**
 * A record of the audit trail. Its hash is SHA-256 over the JSON text of `[previous, number, at, by, intent, event, data]`,
 * with `data` as JSON text too.
 */
export type RecordDocument = {
  readonly number: number;
  /** Epoch milliseconds: what the hash is made over. */
  readonly at: number;
  readonly by: string;
  readonly intent: string;
  readonly event: string;
  readonly data: JsonObject;
  readonly previous: string;
  readonly hash: string;
};

/** An intent and its part of the audit trail. */
export type ReceiptDocument = IntentDocument & {
  readonly records: readonly Pick<RecordDocument, 'number' | 'at' | 'by' | 'event' | 'hash'>[];
};

/** A write without a final result: its outcome is not known (`open`), or it is accepted and nothing more. */
export type PendingDocument = IntentDocument & { readonly result: 'open' | 'accepted' };

/** An operation that an intent may have begun. */
export type CandidateDocument = {
  readonly operationId: string;
  readonly type: string;
  readonly status: string;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly createdAt: string | null;
};

/** What became of an open intent. */
export type ResumedDocument = IntentDocument & {
  /**
   * `found`, `no_result` (accepted, and not more), `never_arrived` (not seen), `not_yet`, `ambiguous`, `undecidable`,
   * `closed`, `in_flight` or `not_asked`.
   */
  readonly finding: string;
  /** When to ask again, at the earliest. */
  readonly askAt?: string;
  readonly candidates?: readonly CandidateDocument[];
  /** Why the platform could not be asked. */
  readonly error?: string;
  /** The code of that error. */
  readonly errorCode?: string;
};

/** What a check of the audit trail says. */
export type AuditDocument = {
  readonly valid: boolean;
  readonly records: number;
  /** Hash of the last record that is right. */
  readonly head: string;
  /** What is wrong, in words; null when nothing is. */
  readonly flaw: string | null;
};

/** The ledger of this machine. */
export type LedgerDocument = {
  readonly place: string;
  readonly id: string;
  /** The folder that the settings name as the ledger's; null where they name none. */
  readonly notedFolder: string | null;
  /** Writes whose outcome is not known. */
  readonly open: number;
  /** Why it can be read and not written; null where it can be written. */
  readonly readOnly: string | null;
};

/** Why a signature does not match. Nothing here makes it valid. */
export type DiagnosisDocument = {
  /** True when the signature is right once all of these are made good; else it only looks like them. */
  readonly proven: boolean;
  readonly mistakes: readonly {
    readonly mistake: string;
    readonly wouldVerifyIf: string;
    readonly advice: string;
  }[];
};

/** A callback that came in. Times are ISO 8601 in UTC; what is not known is null. */
export type CallbackDocument = {
  readonly id: string;
  readonly receivedAt: string;
  /** `purchase.success` and so on; null for what is none of them. */
  readonly event: string | null;
  readonly paymentId: string | null;
  readonly paymentStatus: string;
  readonly operationType: string | null;
  readonly operationId: string | null;
  readonly operationStatus: string | null;
  readonly requestId: string | null;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly valid: boolean;
  /** Set for a callback that the platform sends without a signature; `unsigned` stands beside it. */
  readonly kind?: CallbackKind;
  /** Nothing proves who sent it. */
  readonly unsigned?: true;
  /** Why it is not valid. */
  readonly reason: string | null;
  /** The same payment, operation, status and request have come before. */
  readonly repeat: boolean;
  /** Why a genuine one can be read in two ways; it counts as no event then. */
  readonly ambiguous?: string;
  readonly path: string | null;
};

/** An attempt to forward a callback. */
export type DeliveryDocument = {
  readonly to: string;
  readonly at: string;
  /** Of the answer; null when none came. */
  readonly status: number | null;
  readonly reason: string | null;
  readonly milliseconds: number;
  /** Answered 200: nothing else ends the platform's tries. */
  readonly delivered: boolean;
};

/** A callback as `listen` tells of it. */
export type ListenEvent = CallbackDocument & {
  readonly type: 'callback';
  /** HTTP status of the answer. */
  readonly answered: number;
  readonly forwards: readonly DeliveryDocument[];
  readonly body?: Json;
};

/** One delivery of a storm. */
export type StressDelivery = {
  readonly kind: string;
  readonly event: string;
  /** Which of the storm's payments. */
  readonly payment: number;
  readonly repeat: boolean;
  readonly status: number | null;
  readonly reason: string | null;
  readonly milliseconds: number;
  readonly delivered: boolean;
  /** How the body of the answer began. */
  readonly answer: string;
};

/** How often a handler's own records have a payment; null when they did not tell. */
export type RecordedPayment = { readonly payment: string; readonly times: number | null };

/** How a handler stood a storm. */
export type StressReport = {
  /** What it was about: each must be in the books of the handler once. */
  readonly payments: readonly string[];
  readonly sent: number;
  readonly answered200: number;
  readonly repeats: number;
  readonly repeatsAnswered200: number;
  /** No answer came at all. */
  readonly unanswered: number;
  readonly slowestMilliseconds: number;
  /** True or false only where the handler's own records were asked; null where answers alone cannot tell. */
  readonly idempotent: boolean | null;
  /** The same as a word. */
  readonly verdict: 'idempotent' | 'not_idempotent' | 'unknown';
  /** How often the handler's records have each payment; left out when they were not asked. */
  readonly recorded?: readonly RecordedPayment[];
  /** What the handler did wrong. */
  readonly findings: readonly string[];
  /** What its answers may mean, and do not prove. */
  readonly warnings: readonly string[];
};
