import { EXIT } from '#domain/errors/exit-codes';
import { Failure, usageError } from '#domain/errors/failure';
import { message } from '#domain/language/message';
import { type Intent, type IntentChange, lacksResult, STATES_WITHOUT_RESULT } from '#domain/ledger/intent';
import { canStart, toIntentChange } from '#domain/ledger/intent-operations';
import { isResultOf } from '#domain/ledger/operation-proof';
import { KIND_WORDS } from '#domain/ledger/state-words';
import { type Operation, operationKey } from '#domain/payments/payment-state';
import { fetchStatus } from '#features/payments/fetch-status';
import { findCredentials, type ResumeContext, type Resumed } from './resume.ts';

/** A manual decision of the user: the operation of an intent, or its state. */
export interface Decision {
  /** Id of one of the platform's operations of the payment. */
  readonly operation?: string | undefined;
  readonly closeAs?: 'done' | 'declined' | 'never_arrived' | undefined;
  readonly reason?: string | undefined;
}

/**
 * Closes an open intent by a manual decision, and records the user.
 *
 * @throws {Failure} (usage) for an unknown operation, or one that cannot belong to the intent.
 */
export async function closeManually(intent: Intent, decision: Decision, context: ResumeContext): Promise<Resumed> {
  const ledger = await context.ledger();
  if (!lacksResult(intent)) return { intent, finding: { kind: 'closed' } };
  const hasEnded = context.clock.now() > intent.endsBy;
  if (!hasEnded && ledger.isInFlight(intent)) return { intent, finding: { kind: 'in_flight' } };
  if (intent.state === 'accepted' && decision.closeAs === 'never_arrived') throw wasAccepted(intent);
  const change = await toDecidedChange(intent, decision, context);
  const closed = await ledger.change(intent.id, 'closed', change, STATES_WITHOUT_RESULT);
  return { intent: closed, finding: closed.state === change.state ? { kind: 'found', change } : { kind: 'closed' } };
}

const wasAccepted = ({ id, requestId }: Intent): Failure =>
  usageError(
    message('The platform has accepted {id} (request id {request}): it has arrived.', { id, request: requestId ?? '' }),
    message('Its result is done or declined.'),
  );

async function toDecidedChange(
  intent: Intent,
  { operation: id, closeAs, reason }: Decision,
  context: ResumeContext,
): Promise<IntentChange> {
  const text = String(reason === undefined ? message('set manually') : message('set manually: {reason}', { reason }));
  if (closeAs === 'never_arrived')
    return { state: closeAs, reason: text, knownOperations: await readShownOperations(intent, context) };
  if (closeAs !== undefined) return { state: closeAs, reason: text };
  const paymentId = intent.paymentId ?? '';
  const { gate } = await findCredentials(intent, context);
  const ledger = await context.ledger();
  const { state } = await fetchStatus(paymentId, gate, context);
  const { intents, elsewhere } = await ledger.paymentHistory(intent.project, paymentId);
  const isTaken = (operation: Operation) =>
    [...intents, ...elsewhere].some((other) => other.id !== intent.id && isResultOf(other, operation));
  const possible = state.operations.filter((operation) => canStart(intent, operation) && !isTaken(operation));
  const operation = possible.find((candidate) => candidate.id === id);
  if (operation !== undefined) return { ...toIntentChange(operation), reason: text };
  throw usageError(
    message('{operation} is not an operation of {payment} that this {kind} can have started.', {
      operation: JSON.stringify(id),
      payment: paymentId,
      kind: KIND_WORDS[intent.kind],
    }),
    possible.length === 0
      ? message('Possible operations: none.')
      : message('Possible operations: {operations}.', {
          operations: possible.map((other) => `${other.id} (${other.type} ${other.status})`).join(', '),
        }),
  );
}

/** Returns the keys of all operations that the platform shows now, or of the known ones when it cannot be asked. None of them is the intent's. */
async function readShownOperations(intent: Intent, context: ResumeContext): Promise<readonly string[]> {
  try {
    const { gate } = await findCredentials(intent, context);
    const { state } = await fetchStatus(intent.paymentId ?? '', gate, context);
    return [...new Set([...intent.knownOperations, ...state.operations.map(operationKey)])];
  } catch (error) {
    if (!(error instanceof Failure) || error.exit === EXIT.interrupted) throw error;
    return intent.knownOperations;
  }
}
