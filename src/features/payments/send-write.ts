import type { Context } from '#context';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure, withSubject } from '#domain/errors/failure';
import { expectAccepted } from '#domain/gate/outcome-failure';
import type { Outcome } from '#domain/gate/request-outcome';
import {
  getDescription,
  getRequestAmount,
  requestFingerprintText,
  type SignedRequest,
} from '#domain/gate/signed-request';
import { isJsonObject, type Json } from '#domain/json/exact-json';
import { joinTexts, message, type Text } from '#domain/language/message';
import {
  createIntentId,
  type Intent,
  type IntentDraft,
  type IntentKind,
  NOT_PROCESSED_STATES,
  projectKey,
} from '#domain/ledger/intent';
import { mayShareRequestId } from '#domain/ledger/intent-operations';
import { changeFromOutcome } from '#domain/ledger/intent-transitions';
import type { PaymentHistory } from '#domain/ledger/ledger';
import type { Amount } from '#domain/payments/amount';
import { textAt } from '#domain/payments/payment-state';
import type { Profile } from '#domain/profiles/profile';
import type { Accepted } from '#schemas/document-types';

/** A write to send. */
export interface Write {
  readonly request: SignedRequest;
  /** Intent id in the ledger; default: generated. */
  readonly id?: string | undefined;
  /** Idempotency key of the caller. */
  readonly key?: string | undefined;
  /** The request without added values. Two writes with one key must be equal in it. */
  readonly requested?: SignedRequest | undefined;
  /** Maximum amount of the refund, when the request has no amount. */
  readonly amount?: Amount | undefined;
  /** Phone number of the payer in digits, when the request does not contain it. */
  readonly phone?: string | undefined;
  /** Checks the history of the payment in the transaction that records the write, and throws to block it. */
  readonly allow?: (history: PaymentHistory) => Promise<void>;
  /** Keys of the operations that the payment has already. */
  readonly knownOperations?: readonly string[];
  /** Time after which the status answer is too old to send the write, in milliseconds of the clock's `elapsed`. */
  readonly sendBy?: number | undefined;
  /** Reason for repeating an equal write. */
  readonly repeatReason?: string | undefined;
  /** Ticket number of the user's support system. It is not sent. */
  readonly ticket?: string | undefined;
}

/** The parts of the context that sending a write uses. */
export type WriteContext = Pick<Context, 'gate' | 'profile' | 'ledger' | 'clock' | 'terminal'> &
  Partial<Pick<Context, 'inFlight'>> & {
    /**
     * Called when the intent is on disk. Resolves when the request may be sent.
     *
     * @throws {Failure} if it must not be sent
     */
    readonly waitToSend?: () => Promise<void>;
  };

/** Maximum time between record and request. Only a suspended machine exceeds it, and then the write may be resumed. */
const STALE_MS = 10_000;

/** Time that a request may take in addition to its time-out. */
const SLACK_MS = 1000;

/**
 * Sends a write once. Its intent is on disk before and its outcome after the request. Every outcome except
 * "accepted" is thrown as a failure.
 *
 * @throws {Failure} (blocked) when the ledger cannot be written; nothing has been sent.
 */
export async function sendWrite(write: Write, context: WriteContext): Promise<Accepted> {
  const { intent, requestId } = await sendRaw(write, context);
  return { status: 'accepted', paymentId: write.request.paymentId ?? '', requestId, intent };
}

/** Sends a write and returns its answer: see {@link sendWrite}. */
export async function sendRaw(
  write: Write,
  context: WriteContext,
): Promise<{ readonly intent: string; readonly requestId: string | undefined; readonly answer: Json }> {
  const { request } = write;
  const [gate, profile, ledger] = await Promise.all([
    context.gate(),
    context.profile(),
    context.ledger().catch(nothingSent),
  ]);
  // The ledger stores whole milliseconds.
  const now = context.clock.elapsed();
  const waitMs = context.waitToSend === undefined ? 0 : Math.max(0, Math.ceil((write.sendBy ?? now) - now));
  const endsBy = context.clock.now() + waitMs + gate.timeoutMilliseconds + SLACK_MS;
  const intent = await ledger
    .createIntent(createDraft(write, profile, endsBy, gate.platformNow?.()), write.allow)
    .catch(nothingSent);
  const outcome = await sendRecorded(write, intent, context);
  const { requestId, answer } = expectAccepted(outcome, { ...request, intentId: intent.id });
  return { intent: intent.id, requestId, answer };
}

/** Records that a write was blocked before sending, with the reason. */
export async function recordBlockedWrite(write: Write, reason: string, context: WriteContext): Promise<Intent> {
  const [profile, ledger] = await Promise.all([context.profile(), context.ledger()]);
  return ledger.recordBlocked(createDraft(write, profile, context.clock.now()), reason);
}

/** Adds to a failure of the ledger that nothing was sent. */
export function nothingSent(error: unknown): never {
  if (!(error instanceof Failure) || error.code !== 'ledger_unavailable') throw error;
  const { exit, code, text, nextStep: hint, cause } = error;
  throw new Failure(exit, code, joinTexts([text, message('Nothing was sent.')], ' '), { hint, cause });
}

async function sendRecorded(
  { request, sendBy = Number.POSITIVE_INFINITY }: Write,
  intent: Intent,
  context: WriteContext,
): Promise<Outcome> {
  const gate = await context.gate();
  const record = async (outcome: Outcome) => {
    // A second signal names an unknown outcome until its result is found.
    if (outcome.kind === 'unknown') context.inFlight?.add({ ...intent, state: 'unknown' });
    const ledger = await context.ledger();
    await ledger
      .change(intent.id, outcome.kind === 'unknown' ? 'unanswered' : 'answered', {
        ...changeFromOutcome(outcome),
        platformAt: gate.platformNow?.(),
      })
      .catch((error: unknown) => {
        const values = { why: error instanceof Failure ? error.text : String(error), id: intent.id };
        context.terminal.warn(message('the result could not be recorded: {why} Later: rocketpay resume {id}', values));
      });
  };
  try {
    const { clock } = context;
    await context.waitToSend?.();
    context.inFlight?.add(intent);
    const isLate = clock.now() - intent.createdAt > STALE_MS || clock.elapsed() > sendBy;
    const outcome: Outcome = isLate
      ? {
          kind: 'not_sent',
          reason: message('this program was suspended for too long before it could send the request'),
        }
      : await withOwnPayment(await withOwnRequestId(await gate.send(request), intent, context), intent, context);
    await record(outcome);
    return outcome;
  } catch (error) {
    // A failure means that the request was not sent. After any other error it may have been sent.
    if (!(error instanceof Failure)) {
      await record({ kind: 'unknown', reason: message('the program failed') });
      throw error;
    }
    await record({ kind: 'not_sent', reason: reasonNotSent(error) });
    throw withSubject(error, { intentId: intent.id, paymentId: intent.paymentId });
  } finally {
    context.inFlight?.delete(intent);
  }
}

function reasonNotSent({ exit, code }: Failure): Text {
  if (code === 'stopped') return message('the batch was stopped');
  if (code === 'status_expired') return message('the status of its payment was too old');
  return exit === EXIT.interrupted ? message('interrupted') : message('the time-out expired before it was sent');
}

/**
 * Returns the outcome, or "unknown" when another write has the same request id: a replayed answer proves nothing.
 * An OTP and a resend may share the request id of the sale of their payment.
 */
async function withOwnRequestId(outcome: Outcome, intent: Intent, context: WriteContext): Promise<Outcome> {
  if ((outcome.kind !== 'accepted' && outcome.kind !== 'unknown') || outcome.requestId === undefined) return outcome;
  const ledger = await context.ledger();
  const same = await ledger.findByRequestId(intent.project, outcome.requestId).catch(() => []);
  const owner = same.find((other) => other.id !== intent.id && !mayShareRequestId(intent, other));
  if (owner === undefined) return outcome;
  const reason = message('the answer has the request_id of another write, intent {id}', { id: owner.id });
  return { kind: 'unknown', reason };
}

/** Platform code for a payment id that is already used (platform docs: refund rules). */
const PAYMENT_EXISTS = '3041';

/**
 * Returns the outcome, or "unknown" when a sale was refused because its payment exists, and no other sale in the ledger
 * can have created it. A request that was delivered twice creates the payment first, and then is refused.
 */
async function withOwnPayment(outcome: Outcome, intent: Intent, context: WriteContext): Promise<Outcome> {
  const { kind, paymentId, project } = intent;
  if (outcome.kind !== 'refused' || outcome.code !== PAYMENT_EXISTS || kind !== 'sale' || paymentId === undefined)
    return outcome;
  const ledger = await context.ledger();
  const history = await ledger.paymentHistory(project, paymentId).catch(() => undefined);
  const isOther = history?.intents.some((other) => other.id !== intent.id && !createsNoPayment(other)) === true;
  if (isOther) return outcome;
  const reason = message(
    'the platform answered {code}: the payment exists, and no other sale in the ledger has created it',
    { code: PAYMENT_EXISTS },
  );
  return { kind: 'unknown', reason, code: PAYMENT_EXISTS };
}

/** True for a write that has certainly created no payment. */
const createsNoPayment = ({ kind, state }: Intent): boolean =>
  (kind !== 'sale' && kind !== 'raw') || state === 'refused' || NOT_PROCESSED_STATES.some((other) => other === state);

function createDraft(write: Write, profile: Profile, endsBy: number, platformAt?: number): IntentDraft {
  const { request, id = createIntentId(), key, knownOperations = [], repeatReason, ticket } = write;
  return {
    id,
    kind: request.kind as IntentKind,
    profile: profile.name,
    mode: profile.mode,
    project: projectKey(profile),
    path: new URL(request.url).pathname,
    paymentId: request.paymentId,
    amount: getRequestAmount(request) ?? write.amount,
    refundId: readField(request.body.payment, 'merchant_refund_id'),
    phone: readField(request.body.account, 'number') ?? write.phone,
    customer: { id: readField(request.body.customer, 'id'), email: readField(request.body.customer, 'email') },
    asked: requestFingerprintText(write.requested ?? request),
    endsBy,
    key,
    repeatReason,
    ticket,
    description: getDescription(request),
    knownOperations,
    platformAt,
  };
}

const readField = (object: Json | undefined, key: string): string | undefined =>
  isJsonObject(object) ? textAt(object, key) : undefined;
