import type { Context } from '#context';
import { type CallbackFilter, matchesFilters } from '#domain/callbacks/callback-filter';
import type { CallbackResponse, ReceivedCallback } from '#domain/callbacks/callback-transport';
import { type CallbackKind, findUnsignedKind } from '#domain/callbacks/chargeback';
import { hasDotSegment } from '#domain/callbacks/dot-segments';
import { isLoop } from '#domain/callbacks/forwarding';
import { Failure } from '#domain/errors/failure';
import type { Json } from '#domain/json/exact-json';
import { projectKey } from '#domain/ledger/intent';
import type { Ledger } from '#domain/ledger/ledger';
import type { CallbackEnvelope, CallbackForward, NewCallback, StoredCallback } from '#domain/ledger/stored-callback';
import type { PaymentState } from '#domain/payments/payment-state';
import { PROFILE_DEFAULTS, type Profile } from '#domain/profiles/profile';
import { ListenerWarnings } from '#features/callbacks/monitoring/listener-warnings';
import type { ListenEvent } from '#schemas/document-types';
import { projectIdIn, readContent, toNewCallback } from './callback-content.ts';
import { type CallbackClaims, callbackDocument, describeContent, readClaims, shownBody } from './callback-document.ts';
import {
  CHARGEBACK_BYTES,
  DEFAULT_INVALID_BYTES,
  InvalidCallbacks,
  type KeptBeginning,
} from './invalid-callback-limit.ts';
import { recordOtpRequest } from './record-callback.ts';

type CallbackHandlerContext = Pick<Context, 'clock' | 'ledger' | 'profile' | 'terminal'>;

/** A stored callback, as it is shown. */
export interface Received {
  readonly document: ListenEvent;
  readonly stored: StoredCallback;
}

/** Options of a callback handler. */
export interface HandlerOptions {
  /** Path at which, and below which, callbacks are received. */
  readonly path: string;
  /** Include the bodies in the output. */
  readonly withBody: boolean;
  /** Filters for the output; other callbacks are answered and stored, but not shown. */
  readonly filters: readonly CallbackFilter[];
  /** Maximum bytes of stored callbacks with a wrong signature; the oldest are removed first. */
  readonly keepInvalidBytes?: number | undefined;
  /** Answer 503 when the database of a team cannot store a callback, instead of queueing it on this machine. */
  readonly shared?: boolean;
  /** Called when the signature of a callback was checked. */
  readonly onReceived?: (kind: 'valid' | 'invalid' | CallbackKind) => void;
  /** Called when a callback was stored or could not be stored, after a number of milliseconds. */
  readonly onStored?: (milliseconds: number, result: 'new' | 'repeated' | 'failed') => void;
  /** Mark of this listener on forwarded callbacks. */
  readonly id: string;
  /** Returns the targets of a callback. */
  readonly selectForwards: (
    valid: boolean,
    body: Json | undefined,
    event: string | undefined,
    path: string,
  ) => readonly CallbackForward[];
  readonly onHeard: (heard: Received) => void;
}

/** What is shown of a callback beside its stored part. */
interface Shown {
  readonly reason: string | null;
  readonly claims: CallbackClaims;
  readonly body: { readonly body: Json } | undefined;
}

/** Stores and answers callbacks. A callback is answered 200 only after it is on disk. */
export class CallbackHandler {
  /** Number of received callbacks. */
  readonly counts = { genuine: 0, wrong: 0, chargebacks: 0, repeats: 0 };
  /** Payment of the last callback; consecutive callbacks usually share it. */
  #project = { id: -1, key: '' };
  readonly #options: HandlerOptions;
  readonly #ledger: Ledger;
  readonly #profile: Profile | undefined;
  readonly #context: CallbackHandlerContext;
  readonly #warnings: ListenerWarnings;
  readonly #invalid: InvalidCallbacks;
  readonly #chargebacks: InvalidCallbacks;

  constructor(options: HandlerOptions, ledger: Ledger, profile: Profile | undefined, context: CallbackHandlerContext) {
    this.#options = options;
    this.#ledger = ledger;
    this.#profile = profile;
    this.#context = context;
    this.#warnings = new ListenerWarnings(context.terminal);
    this.#invalid = new InvalidCallbacks(options.keepInvalidBytes ?? DEFAULT_INVALID_BYTES, ledger, context.clock, () =>
      this.#warnings.once('the disk is nearly full: callbacks with a wrong signature are no longer stored'),
    );
    const onFull = () => this.#warnings.once('the disk is nearly full: unsigned chargeback callbacks are answered 503');
    this.#chargebacks = new InvalidCallbacks(CHARGEBACK_BYTES, ledger, context.clock, onFull, 'chargeback');
  }

  /** Its parsed body is free again while the callback waits for the disk: it is the largest part of the used memory. */
  readonly answer = (received: ReceivedCallback, envelope: CallbackEnvelope): Promise<CallbackResponse> => {
    const refused = this.#refuse(envelope);
    if (refused !== undefined) return Promise.resolve({ status: refused });
    const { verification } = received;
    const { valid } = verification;
    const content = readContent(verification);
    const kind = findUnsignedKind(received);
    const { filters, id: listener, onReceived, selectForwards, withBody } = this.#options;
    onReceived?.(valid ? 'valid' : (kind ?? 'invalid'));
    const kept = this.#selectPart(received, envelope, kind);
    if (kept === undefined) return Promise.resolve({ status: kind === undefined ? 400 : 503 });
    const body = shownBody(received);
    const project = this.#findProject(body);
    // A global filter excludes the callback from the output and from forwarding.
    const isShown = matchesFilters(filters, body ?? null, content.event);
    const forwards = isShown ? selectForwards(valid, body, content.event, kept.envelope.path) : [];
    const callback = toNewCallback(content, { ...kept, valid, project, forwards, listener, kind });
    const { ambiguous, event, state } = content;
    const later = { state: event === 'purchase.otp' ? state : undefined, ambiguous };
    if (!isShown) return this.#storeAndAnswer(callback, later, undefined);
    return this.#storeAndAnswer(callback, later, {
      reason: valid ? null : verification.reason,
      claims: valid ? describeContent(content) : readClaims(valid, body),
      body: withBody ? { body: body ?? kept.text } : undefined,
    });
  };

  /**
   * Stores a callback, and answers 503 when that failed, so that the platform sends it again.
   *
   * @param state of a payment that waits for an OTP; the state of any other one is free again meanwhile
   */
  async #storeAndAnswer(
    callback: NewCallback,
    { state, ambiguous }: { readonly state: PaymentState | undefined; readonly ambiguous: string | undefined },
    shown: Shown | undefined,
  ): Promise<CallbackResponse> {
    const { clock } = this.#context;
    const { onStored, shared = false } = this.#options;
    const start = clock.elapsed();
    let stored: StoredCallback;
    try {
      stored = await this.#ledger.addCallback(callback, { shared });
      this.#count(stored);
      onStored?.(clock.elapsed() - start, stored.repeat ? 'repeated' : 'new');
      this.#warnings.stored();
      if (state !== undefined) await recordOtpRequest({ state, project: stored.project }, this.#context);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      onStored?.(clock.elapsed() - start, 'failed');
      this.#warnings.notStored(error.message);
      return { status: 503 };
    }
    const { kind, valid } = callback;
    const status = valid || kind !== undefined ? 200 : 400;
    if (!valid) await this.#getLimit(kind).prune();
    this.#warnAboutAmbiguity(ambiguous);
    if (shown === undefined) return { status };
    const { reason, claims, body } = shown;
    const fields = callbackDocument(stored, undefined, reason, claims);
    const document = { type: 'callback', ...fields, answered: status, forwards: [], ...body } as const;
    return { status, after: () => this.#options.onHeard({ document, stored }) };
  }

  #count({ kind, valid, repeat }: StoredCallback): void {
    this.counts[kind !== undefined ? 'chargebacks' : valid ? 'genuine' : 'wrong'] += 1;
    if (repeat) this.counts.repeats += 1;
  }

  /** Returns the status of a request that is not for this listener; undefined for every other one. */
  #refuse({ headers, path }: CallbackEnvelope): number | undefined {
    if (isLoop(headers, this.#options.id)) {
      this.#warnings.once('a callback that this listener forwarded came back and was answered 508: check --forward-to');
      return 508;
    }
    if (!hasDotSegment(path) && isBelow(path, this.#options.path)) return undefined;
    this.#warnings.unknownPath(path, this.#options.path);
    return 404;
  }

  /** Returns the part of a callback to store; undefined when nothing is stored. */
  #selectPart(
    { text, verification }: ReceivedCallback,
    envelope: CallbackEnvelope,
    kind: CallbackKind | undefined,
  ): KeptBeginning | undefined {
    if (verification.valid) return { text, envelope };
    if (kind !== undefined) {
      if (this.#chargebacks.takeWhole(text, envelope)) return { text, envelope };
      this.#warnings.once('the limit of stored unsigned chargeback callbacks is reached; some were answered 503');
      return undefined;
    }
    const kept = this.#invalid.takeBeginning(text, envelope);
    if (kept === undefined) this.counts.wrong += 1;
    return kept;
  }

  #getLimit(kind: CallbackKind | undefined): InvalidCallbacks {
    return kind === undefined ? this.#invalid : this.#chargebacks;
  }

  #warnAboutAmbiguity(ambiguous: string | undefined): void {
    if (ambiguous === undefined) return;
    this.#warnings.once(`a genuine callback can be parsed in two ways and is not counted as an event: ${ambiguous}`);
  }

  /** Returns the project of a callback: the project of the profile, or without a profile the project in the callback. */
  #findProject(body: Json | undefined): string {
    const projectId = this.#profile?.projectId ?? projectIdIn(body);
    if (this.#project.id !== projectId) {
      const { gateUrl } = { ...PROFILE_DEFAULTS, ...this.#profile };
      this.#project = { id: projectId, key: projectKey({ gateUrl, projectId }) };
    }
    return this.#project.key;
  }
}

/** Returns the active profile, if any. Listening needs only a secret: without a profile the callbacks contain their project. */
export async function optionalProfile({ profile }: Pick<Context, 'profile'>): Promise<Profile | undefined> {
  try {
    return await profile();
  } catch (error) {
    if (error instanceof Failure && error.code === 'no_profile') return undefined;
    throw error;
  }
}

function isBelow(path: string, own: string): boolean {
  if (path === own) return true;
  const [came = ''] = path.split('?');
  const base = own.replace(/\/$/, '');
  return came === base || came.startsWith(`${base}/`);
}
