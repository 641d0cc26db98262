import type { RefundOrder } from '../context.ts';
import { type Amount, amountTexts, formatMajor, parseAmount } from '../domain/amount.ts';
import { Failure } from '../domain/errors.ts';
import { EXIT } from '../domain/exit-codes.ts';
import type { PaymentState } from '../domain/payment-state.ts';
import { isRefundable } from '../domain/statuses.ts';
import { judgeRefund } from '../domain/waiting.ts';
import { checkedBy } from './ask-order.ts';
import { askStatus } from './ask-status.ts';
import { followWrite } from './follow-write.ts';
import { sendRefund } from './send-refund.ts';
import { learnLesson, type WalkStage } from './walk-stage.ts';

/** Offers to give money back, as often as something is left and the person wants it. */
export async function walkRefunds(paymentId: string, stage: WalkStage): Promise<void> {
  const { terminal } = stage.context;
  /** What was given back here, in minor units: whoever chooses the same again has seen it. */
  const given = new Set<number>();
  for (;;) {
    const left = await leftOf(paymentId, stage);
    if (left === undefined) return;
    const answer = await terminal.choose(`Give money back? ${formatMajor(left)} is left.`, [
      { name: 'No', value: 'no' },
      { name: `All of it: ${formatMajor(left)}`, value: 'all' },
      { name: 'A part', value: 'part' },
    ]);
    if (answer === 'no') return;
    const amount = answer === 'all' ? left : await askPart(left, stage);
    if (amount === undefined) continue;
    if (await refund(paymentId, amount, given.has(amount.minor), stage)) given.add(amount.minor);
  }
}

async function leftOf(paymentId: string, { context }: WalkStage): Promise<Amount | undefined> {
  const gate = await context.gate();
  const { state } = await askStatus(paymentId, gate, context).catch((error: unknown) => {
    if (!(error instanceof Failure) || error.exit !== EXIT.unavailable) throw error;
    context.terminal.warn(`what is left could not be read, so nothing can be given back now: ${error.message}`);
    return { state: undefined };
  });
  if (state === undefined) return undefined;
  const { left, status } = state;
  return isRefundable(status) && left !== undefined && left.minor > 0 ? left : undefined;
}

async function askPart(left: Amount, { context }: WalkStage): Promise<Amount | undefined> {
  const parse = (text: string): Amount => {
    const amount = parseAmount(text, left.currency);
    if (amount.minor <= left.minor) return amount;
    throw new Failure(EXIT.usage, 'usage', `Only ${formatMajor(left)} is left.`);
  };
  const text = await context.terminal.ask(`How much, in ${left.currency} (< goes back)?`, { check: checkedBy(parse) });
  return text === '<' ? undefined : parse(text);
}

/** True when it was given back. */
async function refund(paymentId: string, amount: Amount, again: boolean, stage: WalkStage): Promise<boolean> {
  const { context, shows } = stage;
  const [gate, profile] = await Promise.all([context.gate(), context.profile()]);
  const prepare = (part: Amount, merchantRefundId?: string) => {
    const order: RefundOrder = { paymentId, amount: part, description: 'Refund', merchantRefundId };
    return gate.refund(order);
  };
  const show = (card: Parameters<typeof shows.refund>[0]) => shows.refund(card, profile);
  const asked = {
    again,
    reason: 'once more in the same walk',
    confirm: undefined,
    inMinorUnits: false,
    key: undefined,
  };
  try {
    const accepted = await sendRefund(
      { ...asked, paymentId, amount, request: prepare(amount), prepare, show },
      context,
    );
    await learnLesson({ step: 'refund', paymentId, amount }, stage);
    const judge = (state: PaymentState) => judgeRefund(state, accepted.requestId);
    await followWrite(accepted, { judge, until: 'refunded', deadlineMilliseconds: undefined }, context);
    context.terminal.note(`Refunded: ${amountTexts(amount).major} ${amount.currency}.`);
    return true;
  } catch (error) {
    if (!(error instanceof Failure) || !SURVIVED.has(error.exit)) throw error;
    context.terminal.warn([error.message, error.hint].filter(Boolean).join(' '));
    return false;
  }
}

/** A refund that did not happen, or not yet: the walk goes on. */
const SURVIVED: ReadonlySet<number> = new Set([EXIT.refused, EXIT.held, EXIT.unavailable, EXIT.pending]);
