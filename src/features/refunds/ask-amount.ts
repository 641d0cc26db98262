import type { Context } from '#context';
import { usageError } from '#domain/errors/failure';
import { message, type Text } from '#domain/language/message';
import { projectKey } from '#domain/ledger/intent';
import { type Amount, parseAmount } from '#domain/payments/amount';
import { isRefundable } from '#domain/payments/payment-status';
import { fromTypedAmount, typedAmountExample } from '#domain/payments/prompted-amount';
import { getRefundableAmount } from '#domain/refunds/check-amount-left';
import { createPromptCheck } from '#domain/terminal/prompt-validation';
import { fetchStatus } from '#features/payments/fetch-status';

/** Answers for everything that is left, in every language. */
const ALL = ['all', 'все', 'всё', 'бәрі'];

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
  const { state } = await terminal.withSpinner(message('reading {paymentId}', { paymentId }), async () =>
    fetchStatus(paymentId, await context.gate(), context),
  );
  const ledger = await context.ledger();
  const { intents, elsewhere } = await ledger.paymentHistory(projectKey(await context.profile()), paymentId);
  const rest = getRefundableAmount({ state, history: intents, elsewhere, readAt: clock.now() });
  if (rest === undefined || rest.minor === 0 || !isRefundable(state.status)) return undefined;
  const question = message('How much of {paymentId}? {amount} is left (all: everything):', { paymentId, amount: rest });
  return askPart(rest, question, ALL, context);
}

/**
 * Asks for a part of what is left.
 *
 * @param question text of the question, which explains the words
 * @param words answers that are not an amount
 * @returns undefined for one of the words
 */
export async function askPart(
  left: Amount,
  question: Text,
  words: readonly string[],
  { terminal }: Pick<Context, 'terminal'>,
): Promise<Amount | undefined> {
  const parse = (text: string): Amount | undefined => {
    if (words.includes(text.trim().toLowerCase())) return undefined;
    const amount = parseAmount(fromTypedAmount(text, left.currency, terminal.language), left.currency);
    if (amount.minor <= left.minor) return amount;
    throw usageError(message('Only {amount} is left.', { amount: left }));
  };
  const text = await terminal.ask(question, {
    check: createPromptCheck(parse),
    hint: (typed) =>
      typed === '' ? message('for example {amount}', { amount: typedAmountExample(left.currency) }) : '',
  });
  return parse(text);
}
