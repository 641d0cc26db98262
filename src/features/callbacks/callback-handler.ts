import type { Context } from '#context';
import { ambiguityOf } from '#domain/callbacks/ambiguous-callback';
import { type CallbackFilter, matchesFilters } from '#domain/callbacks/callback-filter';
import type { CallbackResponse, ReceivedCallback } from '#domain/callbacks/callback-transport';
import { type CallbackKind, kindOf } from '#domain/callbacks/chargeback';
import { hasDotSegment, isLoop } from '#domain/callbacks/delivery';
import type { ListenEvent } from '#domain/documents';
import { Failure } from '#domain/errors/failure';
import { isJsonObject, type Json } from '#domain/json/exact-json';
import { projectKey } from '#domain/ledger/intent';
import type { CallbackEnvelope, CallbackForward, Ledger, StoredCallback } from '#domain/ledger/ledger';
import type { PaymentState } from '#domain/payments/payment-state';
import { PROFILE_DEFAULTS, type Profile } from '#domain/profiles/profile';
import type { Verification } from '#domain/signature/signature';
import { recordOtpRequest } from '#features/payments/record-status';
import { CHARGEBACK_BYTES, DEFAULT_INVALID_BYTES, InvalidCallbacks } from './invalid-callbacks.ts';
import { bodyOf, callbackDocument, eventIn, storeCallback, verifiedState } from './store-callback.ts';

type CallbackHandlerContext = Pick<Context, 'clock' | 'ledger' | 'profile' | 'terminal'>;

/** A callback that was kept, as it is shown. */
export interface Received {
  readonly document: ListenEvent;
  readonly body: Json | undefined;
  readonly stored: StoredCallback;
}

/** What a desk does with what it has answered. */
export interface HandlerOptions {
  /** Callbacks are taken at this path, and below it. */
  readonly path: string;
  /** Tell of the bodies too. */
  readonly withBody: boolean;
  /** Others are answered and kept, and not told of. */
  readonly filters: readonly CallbackFilter[];
  /** How many bytes of callbacks with a wrong signature are kept; the oldest ones go first. */
  readonly keepInvalidBytes?: number | undefined;
  /** What this listener marks forwarded callbacks with. */
  readonly id: string;
  /** Where a callback is to be forwarded to. */
  readonly forwardsOf: (
    valid: boolean,
    body: Json | undefined,
    event: string | undefined,
    path: string,
  ) => readonly CallbackForward[];
  readonly onHeard: (heard: Received) => void;
}

/** No more paths than these are told of: anybody can make them up. */
const MAX_STRAYS = 10;

/** A longer body with a wrong signature is not shown in parts. */
const MAX_SHOWN = 64 * 1024;

const shownBody = (received: ReceivedCallback): Json | undefined => {
  if (received.verification.valid) return received.verification.body;
  return received.text.length > MAX_SHOWN ? undefined : bodyOf(received);
};

/** Where callbacks are kept and answered: nothing is answered 200 that is not on disk. */
export class CallbackHandler {
  /** How many came. */
  readonly counts = { genuine: 0, wrong: 0, chargebacks: 0, repeats: 0 };
  /** That of the last callback: most are of the same. */
  #project = { id: -1, key: '' };
  /** Other paths that something was sent to. */
  readonly #strays = new Set<string>();
  /** The last one could not be kept: said once. */
  #full = false;
  readonly #options: HandlerOptions;
  readonly #ledger: Ledger;
  readonly #profile: Profile | undefined;
  readonly #context: CallbackHandlerContext;
  readonly #invalid: InvalidCallbacks;
  readonly #chargebacks: InvalidCallbacks;

  constructor(options: HandlerOptions, ledger: Ledger, profile: Profile | undefined, context: CallbackHandlerContext) {
    this.#options = options;
    this.#ledger = ledger;
    this.#profile = profile;
    this.#context = context;
    this.#invalid = new InvalidCallbacks(options.keepInvalidBytes ?? DEFAULT_INVALID_BYTES, ledger, context.clock, () =>
      this.#tellOnce('the disk is nearly full: callbacks with a wrong signature are no longer kept'),
    );
    const onFull = () => this.#tellOnce('the disk is nearly full: unsigned chargeback callbacks are answered 503');
    this.#chargebacks = new InvalidCallbacks(CHARGEBACK_BYTES, ledger, context.clock, onFull, 'chargeback');
  }

  readonly answer = async (received: ReceivedCallback, envelope: CallbackEnvelope): Promise<CallbackResponse> => {
    const { path, filters, onHeard, withBody } = this.#options;
    if (isLoop(envelope.headers, this.#options.id)) {
      this.#tellOnce('a callback that this listener forwarded came back and was answered 508: check --forward-to');
      return { status: 508 };
    }
    if (hasDotSegment(envelope.path) || !isBelow(envelope.path, path)) {
      this.#tellOfStray(envelope.path);
      return { status: 404 };
    }
    const { verification } = received;
    const body = shownBody(received);
    const state = verifiedState(verification);
    const kind = kindOf(received);
    const kept = this.#partOf(received, envelope, kind);
    if (kept === undefined) return { status: kind === undefined ? 400 : 503 };
    const stored = await this.#keep(kept, kept.envelope, body, state, kind);
    if (stored === undefined) return { status: 503 };
    const status = stored.valid || kind !== undefined ? 200 : 400;
    await this.#afterKeeping(verification, kind);
    if (!matchesFilters(filters, body ?? null, stored.event)) return { status };
    const facts = verification.valid
      ? callbackDocument(stored, body, null, state)
      : callbackDocument(stored, body, verification.reason);
    const bodyShown = withBody ? { body: body ?? stored.text } : {};
    const document = { type: 'callback', ...facts, answered: status, forwards: [], ...bodyShown } as const;
    return { status, after: () => onHeard({ document, body, stored }) };
  };

  /** What of a callback is to be kept; undefined when nothing is. */
  #partOf(received: ReceivedCallback, envelope: CallbackEnvelope, kind: CallbackKind | undefined) {
    const { text, verification } = received;
    if (verification.valid) return { ...received, envelope };
    if (kind !== undefined) {
      if (this.#chargebacks.takeWhole(text, envelope)) return { ...received, envelope };
      this.#tellOnce('more unsigned chargeback callbacks came than are kept; some were answered 503');
      return undefined;
    }
    const kept = this.#invalid.beginningOf(text, envelope);
    if (kept !== undefined) return { ...kept, verification };
    this.counts.wrong += 1;
    return undefined;
  }

  async #afterKeeping(verification: Verification, kind: CallbackKind | undefined): Promise<void> {
    if (verification.valid) this.#tellOfAmbiguity(verification);
    else await (kind === undefined ? this.#invalid : this.#chargebacks).prune();
  }

  #tellOfAmbiguity(verification: Verification): void {
    const why = verification.valid ? ambiguityOf(verification.body) : undefined;
    if (why !== undefined) this.#tellOnce(`a genuine callback can be read in two ways and counts as no event: ${why}`);
  }

  /** What has been told once. */
  readonly #told = new Set<string>();

  #tellOnce(warning: string): void {
    if (!this.#told.has(warning)) this.#context.terminal.warn(warning);
    this.#told.add(warning);
  }

  /** Whoever waits for callbacks at one path and sends them to another sees why none comes; once for each path. */
  #tellOfStray(to: string): void {
    if (this.#strays.has(to) || this.#strays.size === MAX_STRAYS) return;
    this.#strays.add(to);
    this.#context.terminal.warn(
      `a callback to ${to} was answered 404 and is not kept: they are taken at ${this.#options.path}`,
    );
  }

  /** The project of a callback: that of the profile; without one, the callback names it. */
  #projectOf(body: Json | undefined): string {
    const projectId = this.#profile?.projectId ?? projectIdIn(body);
    if (this.#project.id !== projectId) {
      const { gateUrl } = { ...PROFILE_DEFAULTS, ...this.#profile };
      this.#project = { id: projectId, key: projectKey({ gateUrl, projectId }) };
    }
    return this.#project.key;
  }

  /** Undefined when it could not be kept: the platform is to send it again. */
  async #keep(
    received: ReceivedCallback,
    envelope: CallbackEnvelope,
    body: Json | undefined,
    state: PaymentState,
    kind: CallbackKind | undefined,
  ): Promise<StoredCallback | undefined> {
    const project = this.#projectOf(body);
    try {
      const { valid } = received.verification;
      const event = eventIn(received.verification, state);
      const { filters, forwardsOf } = this.#options;
      // A filter for all keeps it from being shown, and from being forwarded.
      const forwards = matchesFilters(filters, body ?? null, event)
        ? forwardsOf(valid, body, event, envelope.path)
        : [];
      const stored = await storeCallback(received, envelope, project, this.#ledger, state, forwards, kind);
      this.counts[kind !== undefined ? 'chargebacks' : stored.valid ? 'genuine' : 'wrong'] += 1;
      if (stored.repeat) this.counts.repeats += 1;
      this.#full = false;
      if (stored.event === 'purchase.otp') await recordOtpRequest({ state, project }, this.#context);
      return stored;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const words = `callbacks cannot be kept, and are answered 503, so that they come again: ${error.message}`;
      if (!this.#full) this.#context.terminal.warn(words);
      this.#full = true;
      return undefined;
    }
  }
}

/** Only a secret is needed to listen: without a profile the callbacks say whose they are. */
export async function optionalProfile({ profile }: Pick<Context, 'profile'>): Promise<Profile | undefined> {
  try {
    return await profile();
  } catch (error) {
    if (error instanceof Failure && error.code === 'no_profile') return undefined;
    throw error;
  }
}

function projectIdIn(body: Json | undefined): number {
  const id = isJsonObject(body) ? body.project_id : undefined;
  const number = typeof id === 'number' || typeof id === 'string' ? Number(id) : 0;
  return Number.isSafeInteger(number) ? number : 0;
}

function isBelow(path: string, own: string): boolean {
  const [came = ''] = path.split('?');
  const base = own.replace(/\/$/, '');
  return came === base || came.startsWith(`${base}/`);
}
