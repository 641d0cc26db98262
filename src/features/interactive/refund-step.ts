import { shellWord } from '#domain/encoding/shell-word';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { joinTexts, message } from '#domain/language/message';
import type { Amount } from '#domain/payments/amount';
import { isRefundable } from '#domain/payments/payment-status';
import { adviceForPrompt } from '#domain/terminal/advice-profile';
import { printResult } from '#features/ledger/print-result';
import { noteDocument } from '#features/notes/note-document';
import { fetchStatus } from '#features/payments/fetch-status';
import { askPart } from '#features/refunds/ask-amount';
import { awaitRefund } from '#features/refunds/await-refund';
import type { ShowRefund } from '#features/refunds/prepare-refund';
import { refundPreviewLines } from '#features/refunds/refund-view';
import { sendRefund } from '#features/refunds/send-refund';
import { BACK, questionWithBack } from './order-prompts.ts';
import { recordStep, type WizardSession } from './wizard-session.ts';

/** Offers refunds until nothing is left or the user declines. */
export async function runRefundSteps(paymentId: string, session: WizardSession): Promise<void> {
  const { terminal } = session.context;
  for (;;) {
    const left = await readLeft(paymentId, session);
    if (left === undefined) return;
    const answer = await terminal.choose(message('Refund it? {amount} is left.', { amount: left }), [
      { name: message('No'), value: 'no' },
      { name: message('All of it: {amount}', { amount: left }), value: 'all' },
      { name: message('A part'), value: 'part' },
    ]);
    if (answer === 'no') return;
    const amount = answer === 'all' ? left : await askPart(left, partQuestion(left), [BACK], session.context);
    if (amount !== undefined) await refund(paymentId, amount, session);
  }
}

const partQuestion = ({ currency }: Amount) => questionWithBack(message('How much, in {currency}', { currency }));

/** Returns the amount that can be refunded; undefined when there is none, or it cannot be read. */
async function readLeft(paymentId: string, { context }: WizardSession): Promise<Amount | undefined> {
  try {
    const { left, status } = (await fetchStatus(paymentId, await context.gate(), context)).state;
    return isRefundable(status) && left !== undefined && left.minor > 0 ? left : undefined;
  } catch (error) {
    if (!(error instanceof Failure) || error.exit !== EXIT.unavailable) throw error;
    context.terminal.warn(
      message('the remaining amount could not be read, so nothing can be refunded now: {problem}', {
        problem: error.text,
      }),
    );
    return undefined;
  }
}

/** Refunds an amount by the rules of the command: an equal one needs a reason that the user types. */
async function refund(paymentId: string, amount: Amount, session: WizardSession, reason?: string): Promise<void> {
  const { context } = session;
  const { terminal } = context;
  const [gate, profile] = await Promise.all([context.gate(), context.profile()]);
  const { callbackUrl } = profile;
  const prepare = (part: Amount, method?: string, merchantRefundId?: string) =>
    gate.refund({ paymentId, amount: part, description: 'Refund', callbackUrl, method, merchantRefundId });
  const show: ShowRefund = (preview, notes) =>
    terminal.tell({ preview, profile, notes: notes.map(noteDocument) }, refundPreviewLines);
  const options = { again: reason !== undefined, reason, confirm: undefined, inMinorUnits: false, key: undefined };
  try {
    const request = prepare(amount);
    const accepted = await sendRefund({ ...options, paymentId, amount, request, prepare, show }, context);
    await recordStep({ step: 'refund', paymentId, amount, reason }, session);
    await awaitRefund(accepted, undefined, context);
    const next = message('To see the result: rocketpay wait {paymentId} --until refunded', {
      paymentId: shellWord(paymentId),
    });
    await printResult(accepted, next, context);
  } catch (error) {
    if (!(error instanceof Failure) || !CONTINUABLE.has(error.exit)) throw error;
    const isRepeat = error.code === 'already_refunded' && reason === undefined;
    terminal.warn(joinTexts([error.text, isRepeat ? undefined : adviceForPrompt(error.nextStep)], ' '));
    if (!isRepeat) return;
    const typed = await terminal.ask(message('Reason for refunding the same amount again (Enter: do not refund):'));
    if (typed.trim() !== '') await refund(paymentId, amount, session, typed.trim());
  }
}

/** Exit codes of a refund after which the session continues. */
const CONTINUABLE: ReadonlySet<number> = new Set([EXIT.refused, EXIT.blocked, EXIT.unavailable, EXIT.pending]);
