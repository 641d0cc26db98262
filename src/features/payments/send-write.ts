import type { Context } from '#context';
import type { Accepted } from '#domain/documents';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure, withSubject } from '#domain/errors/failure';
import { expectAccepted } from '#domain/gate/outcome-failure';
import {
  amountOf,
  descriptionOf,
  type Outcome,
  requestFingerprintText,
  type SignedRequest,
} from '#domain/gate/signed-request';
import { isJsonObject, type Json } from '#domain/json/exact-json';
import {
  changeFromOutcome,
  createIntentId,
  type Intent,
  type IntentDraft,
  type IntentKind,
  NOTHING_CAME,
  projectKey,
} from '#domain/ledger/intent';
import { mayShareRequestId } from '#domain/ledger/intent-operations';
import type { PaymentHistory } from '#domain/ledger/ledger';
import type { Amount } from '#domain/payments/amount';
import { textAt } from '#domain/payments/payment-state';
import type { Profile } from '#domain/profiles/profile';

/** A write that is to be sent. */
export interface Write {
  readonly request: SignedRequest;
  /** Its id in the ledger; made when left out. */
  readonly id?: string | undefined;
  /** The caller's own idempotency key. */
  readonly key?: string | undefined;
  /** What was asked for, when the request says more: two writes with one key must have the same. */
  readonly asked?: SignedRequest | undefined;
  /** What it may refund, where the request does not say how much. */
  readonly amount?: Amount | undefined;
  /** The payer's number in digits, where the request does not name it. */
  readonly phone?: string | undefined;
  /** Holds it back by what was there before, at the very moment in which it is recorded. */
  readonly allow?: (past: PaymentHistory) => Promise<void>;
  /** Keys of the operations that the payment has already. */
  readonly known?: readonly string[];
  /** When what it was allowed by is too old, in milliseconds of the clock's `elapsed`: it is not sent then. */
  readonly sendBy?: number | undefined;
  /** Why it is sent although an equal one was. */
  readonly again?: string | undefined;
}

/** What sending a write touches. */
export type WriteContext = Pick<Context, 'gate' | 'profile' | 'ledger' | 'clock' | 'terminal'> &
  Partial<Pick<Context, 'inFlight'>>;

/** A request has left long before this after its record, unless the machine slept: then it may be resumed elsewhere. */
const STALE_MS = 10_000;

/** What a request may take beyond its time-out. */
const SLACK_MS = 1000;

/**
 * Sends a write once, with its intent on disk before and its outcome on disk after; anything but
 * "accepted" is thrown as the failure that it stands for.
 *
 * @throws {Failure} (held) when the ledger cannot be written: nothing has been sent then.
 */
export async function sendWrite(write: Write, context: WriteContext): Promise<Accepted> {
  const { intent, requestId } = await sendRaw(write, context);
  return { status: 'accepted', paymentId: write.request.paymentId ?? '', requestId, intent };
}

/** The same for a write whose answer matters: see {@link sendWrite}. */
export async function sendRaw(
  write: Write,
  context: WriteContext,
): Promise<{ readonly intent: string; readonly requestId: string | undefined; readonly answer: Json }> {
  const { request } = write;
  const [gate, profile, ledger] = await Promise.all([context.gate(), context.profile(), context.ledger()]);
  const endsBy = context.clock.now() + gate.timeoutMilliseconds + SLACK_MS;
  const intent = await ledger
    .createIntent(draftOf(write, profile, endsBy, gate.platformNow?.()), write.allow)
    .catch(nothingSent);
  const outcome = await sendRecorded(write, intent, context);
  const { requestId, answer } = expectAccepted(outcome, { ...request, intentId: intent.id });
  return { intent: intent.id, requestId, answer };
}

/** Records that a write was kept from being sent, and why. */
export async function holdWrite(write: Write, reason: string, context: WriteContext): Promise<Intent> {
  const [profile, ledger] = await Promise.all([context.profile(), context.ledger()]);
  return ledger.recordBlocked(draftOf(write, profile, context.clock.now()), reason);
}

/** Adds to a failure of the ledger that nothing was sent. */
export function nothingSent(error: unknown): never {
  if (!(error instanceof Failure) || error.code !== 'ledger_unavailable') throw error;
  const { exit, code, message, hint, cause } = error;
  throw new Failure(exit, code, `${message} Nothing was sent.`, { hint, cause });
}

async function sendRecorded(
  { request, sendBy = Number.POSITIVE_INFINITY }: Write,
  intent: Intent,
  context: WriteContext,
): Promise<Outcome> {
  const gate = await context.gate();
  const record = async (outcome: Outcome) => {
    // An outcome that is not known is named by a second signal until the platform has told the result.
    if (outcome.kind === 'unknown') context.inFlight?.add({ ...intent, state: 'unknown' });
    const ledger = await context.ledger();
    await ledger
      .change(intent.id, outcome.kind === 'unknown' ? 'unanswered' : 'answered', {
        ...changeFromOutcome(outcome),
        platformAt: gate.platformNow?.(),
      })
      .catch((error: unknown) => {
        const why = error instanceof Failure ? error.message : String(error);
        context.terminal.warn(`what became of it could not be recorded: ${why} Later: rocketpay resume ${intent.id}`);
      });
  };
  context.inFlight?.add(intent);
  try {
    const { clock } = context;
    const late = clock.now() - intent.createdAt > STALE_MS || clock.elapsed() > sendBy;
    const outcome: Outcome = late
      ? { kind: 'not_sent', reason: 'this program was stopped for too long before it could send it' }
      : await withOwnPayment(await withOwnRequestId(await gate.send(request), intent, context), intent, context);
    await record(outcome);
    return outcome;
  } catch (error) {
    // Only the failure that ended it before anything left is thrown; should another error ever be, it may have left.
    const before = error instanceof Failure;
    const reason = before && error.exit !== EXIT.interrupted ? 'the time ran out before it was sent' : 'interrupted';
    await record(before ? { kind: 'not_sent', reason } : { kind: 'unknown', reason: 'the program failed' });
    throw before ? withSubject(error, { intentId: intent.id, paymentId: intent.paymentId }) : error;
  } finally {
    context.inFlight?.delete(intent);
  }
}

/**
 * The outcome, unless its request id was given to another write before: a replayed answer says nothing of this one.
 * A code and a resend may share the id of their own payment's sale.
 */
async function withOwnRequestId(outcome: Outcome, intent: Intent, context: WriteContext): Promise<Outcome> {
  if ((outcome.kind !== 'accepted' && outcome.kind !== 'unknown') || outcome.requestId === undefined) return outcome;
  const ledger = await context.ledger();
  const same = await ledger.withRequestId(intent.project, outcome.requestId).catch(() => []);
  const taken = same.find((other) => other.id !== intent.id && !mayShareRequestId(intent, other));
  if (taken === undefined) return outcome;
  return { kind: 'unknown', reason: `the answer has the request_id of another write, intent ${taken.id}` };
}

/** The platform's code for a payment id that is used already (platform docs: refund rules). */
const PAYMENT_EXISTS = '3041';

/**
 * The outcome, unless a sale was refused for a payment that nothing else in the ledger can have made: a request that was
 * delivered twice on its way makes the payment with its first copy, and only its second is answered.
 */
async function withOwnPayment(outcome: Outcome, intent: Intent, context: WriteContext): Promise<Outcome> {
  const { kind, paymentId, project } = intent;
  if (outcome.kind !== 'refused' || outcome.code !== PAYMENT_EXISTS || kind !== 'sale' || paymentId === undefined)
    return outcome;
  const ledger = await context.ledger();
  const past = await ledger.past(project, paymentId).catch(() => undefined);
  const isAnothers = past?.intents.some((other) => other.id !== intent.id && !isCertainlyUnmade(other)) === true;
  if (isAnothers) return outcome;
  const reason = `the platform answered ${PAYMENT_EXISTS}: the payment exists, and no other sale in the ledger has made it`;
  return { kind: 'unknown', reason, code: PAYMENT_EXISTS };
}

/** True of a write that has certainly made no payment. */
const isCertainlyUnmade = ({ kind, state }: Intent): boolean =>
  (kind !== 'sale' && kind !== 'raw') || state === 'refused' || NOTHING_CAME.some((other) => other === state);

function draftOf(write: Write, profile: Profile, endsBy: number, platformAt?: number): IntentDraft {
  const { request, id = createIntentId(), key, known = [], again } = write;
  return {
    id,
    kind: request.kind as IntentKind,
    profile: profile.name,
    mode: profile.mode,
    project: projectKey(profile),
    path: new URL(request.url).pathname,
    paymentId: request.paymentId,
    amount: amountOf(request) ?? write.amount,
    refundId: refundIdOf(request),
    phone: phoneOf(request) ?? write.phone,
    asked: requestFingerprintText(write.asked ?? request),
    endsBy,
    key,
    again,
    description: descriptionOf(request),
    known,
    platformAt,
  };
}

const refundIdOf = ({ body }: SignedRequest): string | undefined =>
  isJsonObject(body.payment) ? textAt(body.payment, 'merchant_refund_id') : undefined;

function phoneOf({ body }: SignedRequest): string | undefined {
  return isJsonObject(body.account) ? textAt(body.account, 'number') : undefined;
}
