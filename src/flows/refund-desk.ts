import type { Context, Gate } from '../context.ts';
import { Failure, reasonOf } from '../domain/errors.ts';
import { EXIT } from '../domain/exit-codes.ts';
import { intentIdOf } from '../domain/intent.ts';
import { amountOfRow, changeSince, type PlanHeader, type PlannedRefund, rowKey } from '../domain/refund-plan.ts';
import { outcomeOf } from '../domain/refund-tally.ts';
import type { KnownRow } from './plan-rows.ts';
import { type SafeRefund, safeRefund } from './safe-refund.ts';
import { holdWrite, sendWrite, type Write, type WriteContext } from './write.ts';

export type DeskContext = WriteContext & Pick<Context, 'secret' | 'openGate'>;

/** A payment that was looked at, or why its row is not sent now. */
export interface LookedAt {
  readonly row: PlannedRefund;
  readonly look: SafeRefund | Failure;
}

/** What became of a row, and what it ended with when it was not accepted. */
export interface Sent {
  readonly known: KnownRow;
  readonly failure?: Failure;
}

/** Looks at payments and refunds them, row by row. */
interface RefundDesk {
  /** @throws what stands in the way of every row. */
  readonly look: (row: PlannedRefund) => Promise<LookedAt>;
  /**
   * @param onAccepted told as soon as the platform has taken it, before that is on disk
   * @throws what stands in the way of every row.
   */
  readonly send: (looked: LookedAt, onAccepted: () => void) => Promise<Sent>;
}

type KeyedWrite = Write & { readonly key: string };

/** How long what was read of a payment counts as what is. */
const STALE_MS = 30_000;

/** The desk at which the rows of a plan are refunded: each once, and only when its payment is as it was planned. */
export async function openRefundDesk(header: PlanHeader, context: DeskContext): Promise<RefundDesk> {
  const [profile, ledger] = await Promise.all([context.profile(), context.ledger()]);
  // What is under way when the person gives up is let end.
  const gate = await context.openGate(profile, await context.secret(), { patient: true });
  /** What sends through it, and tells whoever waits for the answer. */
  const telling = (onAccepted: () => void): DeskContext => {
    const send: Gate['send'] = async (request) => {
      const outcome = await gate.send(request);
      if (outcome.kind === 'accepted') onAccepted();
      return outcome;
    };
    return { ...context, gate: async () => ({ ...gate, send }) };
  };

  const look = async (row: PlannedRefund): Promise<LookedAt> => {
    try {
      const wish = { paymentId: row.paymentId, amount: amountOfRow(row), again: false };
      const found = await safeRefund(wish, profile, { ...context, show: () => {} });
      checkUnchanged(row, found);
      return { row, look: found };
    } catch (error) {
      return { row, look: ofThisRow(error) };
    }
  };

  const attempt = async (write: KeyedWrite, found: SafeRefund | Failure, onAccepted: () => void) => {
    try {
      if (found instanceof Failure) throw found;
      return await sendWrite({ ...write, known: found.known, allow: found.allow }, telling(onAccepted));
    } catch (error) {
      const failure = ofThisRow(error);
      if (failure.exit === EXIT.held && failure.code !== 'in_flight') await hold(write, reasonOf(failure));
      return failure;
    }
  };

  const newest = async (key: string) => (await ledger.newestByKey(header.project, [key])).get(key);
  /** What is held for the same reason once more is no news. */
  const hold = async (write: KeyedWrite, reason: string) => {
    const before = await newest(write.key);
    if (before?.state !== 'held' || before.reason !== reason) await holdWrite(write, reason, context);
  };

  return {
    look,
    async send({ row, look: first }, onAccepted) {
      const isStale = !(first instanceof Failure) && context.clock.now() - first.readAt > STALE_MS;
      const { look: found } = isStale ? await look(row) : { look: first };
      const key = rowKey(header, row);
      const end = await attempt({ key, request: requestOf(row, key, profile, gate) }, found, onAccepted);
      if (!(end instanceof Failure)) return { known: { row, outcome: 'accepted', intent: { ...end, id: end.intent } } };
      const intent = await newest(key);
      return { known: { row, outcome: outcomeOf(intent), intent }, failure: end };
    },
  };
}

function requestOf(row: PlannedRefund, key: string, { merchantRefundId }: { merchantRefundId: boolean }, gate: Gate) {
  const { paymentId, description } = row;
  return gate.refund({
    paymentId,
    amount: amountOfRow(row),
    description: description ?? undefined,
    merchantRefundId: merchantRefundId ? intentIdOf(key) : undefined,
  });
}

function checkUnchanged({ paymentId, seen, currency }: PlannedRefund, { state }: SafeRefund): void {
  const change = seen === null ? undefined : changeSince(seen, state, currency);
  if (change === undefined) return;
  throw new Failure(
    EXIT.held,
    'payment_changed',
    `Payment ${paymentId} has changed since the plan was made: ${change}.`,
  );
}

/** A failure that is of one row alone. What stands in the way of every row is thrown on. */
function ofThisRow(error: unknown): Failure {
  if (!(error instanceof Failure) || error.code === 'ledger_unavailable') throw error;
  if (error.exit === EXIT.credentials || error.exit === EXIT.interrupted) throw error;
  return error;
}
