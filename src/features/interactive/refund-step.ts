import type { RefundOrder } from '#context';
import { shellWord } from '#domain/encoding/shell-word';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { type Amount, exampleAmount, formatMajor, parseAmount } from '#domain/payments/amount';
import { isRefundable } from '#domain/payments/payment-status';
import { adviceForPrompt } from '#domain/terminal/advice-profile';
import { tellResult } from '#features/ledger/report-result';
import { awaitResult } from '#features/payments/await-result';
import { fetchStatus } from '#features/payments/fetch-status';
import { refundsCheck } from '#features/refunds/check-refunds';
import { sendRefund } from '#features/refunds/send-refund';
import { promptValidator } from './order-prompts.ts';
import { recordStep, type WizardSession } from './wizard-session.ts';

/** Offers refunds until nothing is left or the user declines. */
export async function runRefundSteps(paymentId: string, stage: WizardSession): Promise<void> {
  const { terminal } = stage.context;
  for (;;) {
    const left = await leftOf(paymentId, stage);
    if (left === undefined) return;
    const answer = await terminal.choose(`Refund it? ${formatMajor(left)} is left.`, [
      { name: 'No', value: 'no' },
      { name: `All of it: ${formatMajor(left)}`, value: 'all' },
      { name: 'A part', value: 'part' },
    ]);
    if (answer === 'no') return;
    const amount = answer === 'all' ? left : await askPart(left, stage);
    if (amount === undefined) continue;
    await refund(paymentId, amount, stage);
  }
}

async function leftOf(paymentId: string, { context }: WizardSession): Promise<Amount | undefined> {
  const gate = await context.gate();
  const { state } = await fetchStatus(paymentId, gate, context).catch((error: unknown) => {
    if (!(error instanceof Failure) || error.exit !== EXIT.unavailable) throw error;
    context.terminal.warn(`the remaining amount could not be read, so nothing can be refunded now: ${error.message}`);
    return { state: undefined };
  });
  if (state === undefined) return undefined;
  const { left, status } = state;
  return isRefundable(status) && left !== undefined && left.minor > 0 ? left : undefined;
}

async function askPart(left: Amount, { context }: WizardSession): Promise<Amount | undefined> {
  const parse = (text: string): Amount => {
    const amount = parseAmount(text, left.currency);
    if (amount.minor <= left.minor) return amount;
    throw new Failure(EXIT.usage, 'usage', `Only ${formatMajor(left)} is left.`);
  };
  const text = await context.terminal.ask(`How much, in ${left.currency} (< goes back):`, {
    check: promptValidator(parse),
    hint: (typed) => (typed === '' ? `for example ${exampleAmount(left.currency)}` : ''),
  });
  return text === '<' ? undefined : parse(text);
}

/** Refunds an amount by the rules of the command: an equal one needs a reason that the user types. */
async function refund(paymentId: string, amount: Amount, stage: WizardSession, reason?: string): Promise<void> {
  const { context, shows } = stage;
  const { terminal } = context;
  const [gate, profile] = await Promise.all([context.gate(), context.profile()]);
  const { callbackUrl } = profile;
  const prepare = (part: Amount, method?: string, merchantRefundId?: string) => {
    const order: RefundOrder = {
      paymentId,
      amount: part,
      description: 'Refund',
      callbackUrl,
      method,
      merchantRefundId,
    };
    return gate.refund(order);
  };
  const show = (card: Parameters<typeof shows.refund>[0]) => shows.refund(card, profile);
  const asked = {
    again: reason !== undefined,
    reason,
    confirm: undefined,
    inMinorUnits: false,
    key: undefined,
  };
  try {
    const accepted = await sendRefund(
      { ...asked, paymentId, amount, request: prepare(amount), prepare, show },
      context,
    );
    await recordStep({ step: 'refund', paymentId, amount, reason }, stage);
    const judge = await refundsCheck(paymentId, accepted.requestId, context);
    const what = `the refund of ${formatMajor(amount)}`;
    await awaitResult(accepted, { judge, until: 'refunded', deadlineMilliseconds: undefined, what }, context);
    await tellResult(accepted, `To see the result: rocketpay wait ${shellWord(paymentId)} --until refunded`, context);
  } catch (error) {
    if (!(error instanceof Failure) || !SURVIVED.has(error.exit)) throw error;
    const isRepeat = error.code === 'already_refunded' && reason === undefined;
    terminal.warn([error.message, isRepeat ? undefined : adviceForPrompt(error.hint)].filter(Boolean).join(' '));
    if (!isRepeat) return;
    const typed = await terminal.ask('Reason for refunding the same amount again (Enter: do not refund):');
    if (typed.trim() !== '') await refund(paymentId, amount, stage, typed.trim());
  }
}

/** Exit codes of a refund after which the session continues. */
const SURVIVED: ReadonlySet<number> = new Set([EXIT.refused, EXIT.held, EXIT.unavailable, EXIT.pending]);
