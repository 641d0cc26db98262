import { EXIT } from '#domain/errors/exit-codes';
import { blockedFailure, Failure } from '#domain/errors/failure';
import { toFailure } from '#domain/gate/outcome-failure';
import type { Outcome } from '#domain/gate/request-outcome';
import { requestFingerprintText, type SignedRequest } from '#domain/gate/signed-request';
import { message } from '#domain/language/message';
import { type Intent, isOpen, projectKey, wasAccepted } from '#domain/ledger/intent';
import { getHttpStatus } from '#domain/ledger/intent-transitions';
import { reasonText } from '#domain/ledger/stored-reason';
import { declinedFailure } from '#domain/payments/wait-result';
import type { Accepted } from '#schemas/document-types';
import { sendWrite, type Write, type WriteContext } from './send-write.ts';

/**
 * Returns the stored result of an earlier write with the same key, or throws its failure.
 * Undefined without such a write, or when it was not sent.
 *
 * @throws {Failure} (blocked) when the key was used for another request; (unknown) when the outcome is unknown.
 */
async function findStoredResult(
  key: string | undefined,
  requested: SignedRequest,
  context: WriteContext,
): Promise<Intent | undefined> {
  if (key === undefined) return undefined;
  const [ledger, profile] = await Promise.all([context.ledger(), context.profile()]);
  const intent = await ledger.findByKey(projectKey(profile), key);
  if (intent === undefined) return undefined;
  const { requestId, id, code } = intent;
  if (!(await ledger.isRequestOf(intent, requestFingerprintText(requested)))) throw keyUsed(key, intent);
  if (ledger.isInFlight(intent)) throw inFlightFailure(intent);
  context.terminal.note(
    message('Already sent as intent {id}: this is its stored result, nothing is sent again.', { id }),
  );
  if (intent.state === 'declined') throw declinedFailure(intent);
  if (wasAccepted(intent)) return intent;
  const outcome: Exclude<Outcome, { kind: 'accepted' }> = isOpen(intent)
    ? {
        kind: 'unknown',
        reason: intent.reason === undefined ? message('the program was interrupted') : reasonText(intent.reason),
      }
    : { kind: 'refused', httpStatus: getHttpStatus(intent), code, message: undefined, requestId };
  throw toFailure(outcome, { ...requested, intentId: id });
}

/** Maximum number of attempts when another process releases the key in the meantime. */
const MAX_ATTEMPTS = 5;

/**
 * Sends a write, unless its key has a stored result. When the same write of another process has blocked it, the result of
 * that write is returned.
 *
 * @param send throws a failure with exit code 7 when it was blocked before sending
 * @param stored returns the document of the earlier write
 */
export async function sendUnlessStored<T>(
  { key, request }: Pick<Write, 'key' | 'request'>,
  send: () => Promise<T>,
  stored: (intent: Intent) => T,
  context: WriteContext,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const earlier = await findStoredResult(key, request, context);
    if (earlier !== undefined) return stored(earlier);
    try {
      return await send();
    } catch (error) {
      if (attempt === MAX_ATTEMPTS || !(await mayBeSameWrite(error, key, context))) throw error;
    }
  }
}

/** True when the same write of another process, with the same key, may have blocked a write. */
async function mayBeSameWrite(error: unknown, key: string | undefined, context: WriteContext): Promise<boolean> {
  if (key === undefined || !(error instanceof Failure) || error.exit !== EXIT.blocked) return false;
  const [ledger, profile] = await Promise.all([context.ledger(), context.profile()]);
  if ((await ledger.findByKey(projectKey(profile), key)) !== undefined) return true;
  // The other write has ended without a result, and has released the key.
  return error.intentId !== undefined && (await ledger.get(error.intentId)).key === key;
}

/** Sends a write, unless its key has a stored result, and returns its document. */
export const sendOnce = (write: Write, context: WriteContext): Promise<Accepted> =>
  sendUnlessStored(write, () => sendWrite(write, context), toAccepted, context);

/** Returns the document of an accepted write. */
export const toAccepted = ({ id, paymentId = '', requestId }: Intent): Accepted => ({
  status: 'accepted',
  paymentId,
  requestId,
  intent: id,
});

const keyUsed = (key: string, { id, paymentId }: Intent): Failure =>
  blockedFailure(
    'intent_key_used',
    message('The intent key {key} was used for another request.', { key: JSON.stringify(key) }),
    {
      hint: message('To see that request: rocketpay receipt {id}', { id }),
      paymentId,
      intentId: id,
    },
  );

const inFlightFailure = ({ id, paymentId, pid, host }: Intent): Failure =>
  new Failure(
    EXIT.blocked,
    'in_flight',
    message('The same request is being sent now, by process {pid} of {host}.', { pid: String(pid), host }),
    { hint: message('Run this again for its result.'), paymentId, intentId: id },
  );
