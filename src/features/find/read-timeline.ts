import type { Context } from '#context';
import type { SeenState } from '#domain/find/combine-evidence';
import { combineEvidence } from '#domain/find/combine-evidence';
import { findOddities } from '#domain/find/payment-oddities';
import { listEvents } from '#domain/find/payment-timeline';
import type { Amount } from '#domain/payments/amount';
import { fetchStatus } from '#features/payments/fetch-status';
import { recordOwnStatus } from '#features/payments/record-status';
import type { CommandDocument } from '#schemas/document-types';
import { readEvidence, toSumFields } from './read-evidence.ts';

/** Number of callbacks that a timeline shows. */
const MAX_CALLBACKS = 200;

type TimelineContext = Pick<Context, 'ledger' | 'clock' | 'terminal' | 'gate' | 'profile'>;

/**
 * Reads the timeline of a payment from the ledger.
 *
 * @param ask asks the platform for the status first, and records it
 */
export async function readTimeline(
  subject: { readonly project: string; readonly paymentId: string },
  { ask }: { readonly ask: boolean },
  context: TimelineContext,
): Promise<CommandDocument<'timeline'>> {
  const { project, paymentId } = subject;
  const answered = ask ? await askPlatform(paymentId, context) : undefined;
  const ledger = await context.ledger();
  const stored = await readEvidence(subject, MAX_CALLBACKS, ledger);
  const deliveries = (await Promise.all(stored.callbacks.map(({ id }) => ledger.deliveries(id)))).flat();
  const notes = (await ledger.notes(project, [paymentId])).get(paymentId) ?? [];
  const states = answered === undefined ? stored.states : [...stored.states, answered];
  const evidence = { ...stored, states, known: combineEvidence({ ...stored, states }), deliveries, notes };
  return {
    paymentId,
    project,
    ...toSumFields(evidence.known),
    odd: [...findOddities({ ...evidence, now: context.clock.now() })],
    events: listEvents(evidence).map(({ at, type, text, id, by, amount, state }) => ({
      at: new Date(at).toISOString(),
      type,
      text,
      id: id ?? null,
      by: by ?? null,
      ...amountFields(amount),
      state: state ?? null,
    })),
    asked: answered !== undefined,
    more: stored.hasMore,
  };
}

const amountFields = (amount: Amount | undefined) => ({
  amountMinor: amount?.minor ?? null,
  currency: amount?.currency ?? null,
});

async function askPlatform(paymentId: string, context: TimelineContext): Promise<SeenState | undefined> {
  const answer = await fetchStatus(paymentId, await context.gate(), context);
  await recordOwnStatus(answer, context);
  return answer.state.error === undefined ? { state: answer.state, at: context.clock.now() } : undefined;
}
