import type { Context } from '#context';
import { usageError } from '#domain/errors/failure';
import { projectKey } from '#domain/ledger/intent';
import { type Amount, exampleAmount, formatMajor, parseAmount } from '#domain/payments/amount';
import { isRefundable } from '#domain/payments/payment-status';
import { getRefundableAmount } from '#domain/refunds/refundable-amount';
import { createPromptCheck } from '#domain/terminal/prompt-check';
import { fetchStatus } from '#features/payments/fetch-status';

/** Answer for everything that is left. */
const ALL = 'all';

/**
 * Reads a payment, and asks how much of it to refund.
 *
 * @returns undefined for everything that is left, and without a question for a payment of which nothing can be refunded:
 * the rules of a refund say why
 */
export async function askRefundAmount(
  paymentId: string,
  context: Pick<Context, 'gate' | 'profile' | 'ledger' | 'clock' | 'terminal'>,
): Promise<Amount | undefined> {
  const { terminal, clock } = context;
  const { state } = await terminal.withSpinner(`reading ${paymentId}`, async () =>
    fetchStatus(paymentId, await context.gate(), context),
  );
  const ledger = await context.ledger();
  const { intents, elsewhere } = await ledger.paymentHistory(projectKey(await context.profile()), paymentId);
  const rest = getRefundableAmount({ state, history: intents, elsewhere, readAt: clock.now() });
  if (rest === undefined || rest.minor === 0 || !isRefundable(state.status)) return undefined;
  const question = `How much of ${paymentId}? ${formatMajor(rest)} is left (${ALL}: everything):`;
  return askPart(rest, question, ALL, context);
}

/**
 * Asks for a part of what is left.
 *
 * @param question text of the question, which explains `word`
 * @param word answer that is not an amount
 * @returns undefined for `word`
 */
export async function askPart(
  left: Amount,
  question: string,
  word: string,
  { terminal }: Pick<Context, 'terminal'>,
): Promise<Amount | undefined> {
  const parse = (text: string): Amount | undefined => {
    if (text.trim() === word) return undefined;
    const amount = parseAmount(text, left.currency);
    if (amount.minor <= left.minor) return amount;
    throw usageError(`Only ${formatMajor(left)} is left.`);
  };
  const text = await terminal.ask(question, {
    check: createPromptCheck(parse),
    hint: (typed) => (typed === '' ? `for example ${exampleAmount(left.currency)}` : ''),
  });
  return parse(text);
}
