import { EXIT } from '#domain/errors/exit-codes';
import { blockedFailure, Failure } from '#domain/errors/failure';
import { toFailure } from '#domain/gate/outcome-failure';
import { type Outcome, requestFingerprintText, type SignedRequest } from '#domain/gate/signed-request';
import { getHttpStatus, type Intent, isOpen, projectKey, wasAccepted } from '#domain/ledger/intent';
import { declinedFailure } from '#domain/payments/wait-verdict';
import type { Accepted } from '#schemas/document-types';
import type { WriteContext } from './send-write.ts';

/**
 * Returns the stored result of an earlier write with the same key, or throws its failure.
 * Undefined without such a write, or when it was not sent.
 *
 * @throws {Failure} (held) when the key was used for another request; (unknown) when the outcome is unknown.
 */
async function findStoredResult(
  key: string | undefined,
  asked: SignedRequest,
  context: WriteContext,
): Promise<Intent | undefined> {
  if (key === undefined) return undefined;
  const [ledger, profile] = await Promise.all([context.ledger(), context.profile()]);
  const intent = await ledger.findByKey(projectKey(profile), key);
  if (intent === undefined) return undefined;
  const { requestId, id, code } = intent;
  if (intent.fingerprint !== ledger.fingerprint(requestFingerprintText(asked))) throw otherRequest(key, intent);
  if (ledger.isInFlight(intent)) throw inFlight(intent);
  context.terminal.note(`Already sent as intent ${id}: this is its stored result, nothing is sent again.`);
  if (intent.state === 'declined') throw declinedFailure(intent);
  if (wasAccepted(intent)) return intent;
  const outcome: Exclude<Outcome, { kind: 'accepted' }> = isOpen(intent)
    ? { kind: 'unknown', reason: intent.reason ?? 'the program was interrupted' }
    : { kind: 'refused', httpStatus: getHttpStatus(intent), code, message: undefined, requestId };
  throw toFailure(outcome, { ...asked, intentId: id });
}

/** Attempts to send a write whose key was released by another process meanwhile. */
const MAX_TRIES = 5;

/**
 * Sends a write, unless its key has a stored result. A rule that blocks it may have been triggered by the same write of
 * another process, begun after the key was searched: then the result of that write is returned, not the rule's failure.
 *
 * @param send throws a failure with exit code 7 when it was blocked before sending
 * @param stored returns the document of the earlier write
 */
export async function sendUnlessStored<T>(
  { key, request }: { readonly key: string | undefined; readonly request: SignedRequest },
  send: () => Promise<T>,
  stored: (intent: Intent) => T,
  context: WriteContext,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    const earlier = await findStoredResult(key, request, context);
    if (earlier !== undefined) return stored(earlier);
    try {
      return await send();
    } catch (error) {
      if (tries === MAX_TRIES || !(await mayBeOwn(error, key, context))) throw error;
    }
  }
}

/** True when a write may have been blocked by the same write of another process, which has the same key. */
async function mayBeOwn(error: unknown, key: string | undefined, context: WriteContext): Promise<boolean> {
  if (key === undefined || !(error instanceof Failure) || error.exit !== EXIT.held) return false;
  const [ledger, profile] = await Promise.all([context.ledger(), context.profile()]);
  if ((await ledger.findByKey(projectKey(profile), key)) !== undefined) return true;
  // The other write has ended without a result: the key is free again.
  return error.intentId !== undefined && (await ledger.get(error.intentId)).key === key;
}

/** Returns the document of an accepted write. */
export const acceptedOf = ({ id, paymentId = '', requestId }: Intent): Accepted => ({
  status: 'accepted',
  paymentId,
  requestId,
  intent: id,
});

const otherRequest = (key: string, { id, paymentId }: Intent): Failure =>
  blockedFailure('intent_key_used', `The intent key ${JSON.stringify(key)} was used for another request.`, {
    hint: `To see that request: rocketpay receipt ${id}`,
    paymentId,
    intentId: id,
  });

const inFlight = ({ id, paymentId, pid, host }: Intent): Failure =>
  new Failure(EXIT.held, 'in_flight', `The same request is being sent now, by process ${pid} of ${host}.`, {
    hint: 'Run this again for its result.',
    paymentId,
    intentId: id,
  });
