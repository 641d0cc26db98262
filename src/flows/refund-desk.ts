import type { Context, Gate } from '../context.ts';
import { checkNotApplied } from '../domain/applied-refunds.ts';
import { Failure, reasonOf } from '../domain/errors.ts';
import { EXIT } from '../domain/exit-codes.ts';
import { intentIdOf } from '../domain/intent.ts';
import { amountOfRow, changeSince, type PlanHeader, type PlannedRefund, rowKey } from '../domain/refund-plan.ts';
import { outcomeOf } from '../domain/refund-tally.ts';
import type { KnownRow } from './plan-rows.ts';
import { type SafeRefund, safeRefund } from './safe-refund.ts';
import { holdWrite, sendWrite, type Write, type WriteContext } from './write.ts';

export type DeskContext = WriteContext & Pick<Context, 'secret' | 'openGate' | 'signal'>;

/** A payment that was looked at, or why its row is not sent now. */
export interface LookedAt {
  readonly row: PlannedRefund;
  readonly look: SafeRefund | Failure;
  /** When its status had come, by `clock.elapsed()`. */
  readonly at: number;
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

/**
 * How long a status that was read for a row counts, in milliseconds. A row that has waited longer for its turn is read
 * again: a refund that was made elsewhere meanwhile is seen.
 */
const FRESH_MS = 1000;

/** The desk at which the rows of a plan are refunded: each once, and only when its payment is as it was planned. */
export async function openRefundDesk(header: PlanHeader, context: DeskContext): Promise<RefundDesk> {
  const { signal, clock } = context;
  const [profile, ledger] = await Promise.all([context.profile(), context.ledger()]);
  // What is under way when the person gives up is let end.
  const gate = await context.openGate(profile, await context.secret(), { patient: true });
  /** What sends through it, and tells whoever waits for the answer. */
  const telling = (onAccepted: () => void): DeskContext => {
    const send: Gate['send'] = async (request) => {
      // It is on disk and has not left: it is recorded as not sent.
      signal.throwIfAborted();
      const outcome = await gate.send(request);
      if (outcome.kind === 'accepted') onAccepted();
      return outcome;
    };
    return { ...context, gate: async () => ({ ...gate, send }) };
  };

  const { plan, again } = header;
  const plannedAt = Date.parse(header.createdAt);
  const look = async (row: PlannedRefund): Promise<LookedAt> => {
    try {
      const wish = { paymentId: row.paymentId, amount: amountOfRow(row), again: again !== null };
      // Only what was there when the plan was made may be repeated.
      const past = again === null ? undefined : await ledger.past(header.project, row.paymentId);
      const shown = past?.intents.filter(({ createdAt }) => createdAt < plannedAt).map(({ id }) => id);
      const repeated = shown === undefined ? wish : { ...wish, shown };
      const found = await safeRefund(repeated, profile, { ...context, show: () => {} });
      checkUnchanged(row, found);
      const allow: SafeRefund['allow'] = async (now) => {
        if (again === null) checkNotApplied(wish, now.intents, plan);
        await found.allow(now);
        // The last step before the refund is recorded: after a signal none begins.
        signal.throwIfAborted();
      };
      return { row, look: { ...found, allow }, at: clock.elapsed() };
    } catch (error) {
      return { row, look: ofThisRow(error), at: clock.elapsed() };
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
    async send({ row, look: first, at }, onAccepted) {
      const { look: found } = clock.elapsed() - at > FRESH_MS ? await look(row) : { look: first };
      // A row that was not begun is not recorded either.
      signal.throwIfAborted();
      const key = rowKey(header, row);
      const write = { key, request: requestOf(row, key, profile, gate), again: again ?? undefined };
      const end = await attempt(write, found, onAccepted);
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
